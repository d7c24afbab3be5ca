package dev.fairlead.replication.takeover.rule;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.replication.timeline.Branch;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Who takes over: of those that follow the lost primary's history, who has received the most of its log. */
public sealed interface Choice {

    /** This one. */
    record Take(Candidate candidate, String reason) implements Choice {}

    /**
     * The one that was asked for lacks what another has.
     *
     * @param bytes how much
     */
    record Behind(Candidate wanted, Candidate best, long bytes) implements Choice {

        public String reason() {
            return "%s has received up to %s, %d bytes less than %s"
                    .formatted(wanted.dataCenter(), wanted.received(), bytes, best.dataCenter());
        }
    }

    /** Nobody can. */
    record None(String reason) implements Choice {}

    /**
     * Chooses.
     *
     * @param sealed nobody receives any more
     * @param branch the lost primary's history; absent: it was never read, then all have to be of one
     * @param preference decides where several have as much; then the name does
     * @param wanted asked for by an operator; absent: whoever has the most
     */
    static Choice of(
            Collection<Candidate> sealed,
            @Nullable Branch branch,
            List<DataCenterName> preference,
            @Nullable DataCenterName wanted) {
        Set<Branch> branches = sealed.stream().map(Candidate::branch).collect(Collectors.toSet());
        if (branch == null && branches.size() > 1) {
            return new None("the standbys are of different histories, and the lost primary's was never read");
        }
        List<Candidate> fitting = sealed.stream()
                .filter(candidate -> branch == null || candidate.branch().equals(branch))
                .sorted(Comparator.comparing(Candidate::received)
                        .reversed()
                        .thenComparing(candidate -> rank(preference, candidate))
                        .thenComparing(Candidate::dataCenter))
                .toList();
        if (fitting.isEmpty()) {
            return new None("no sealed standby follows the history of the lost primary");
        }
        Candidate best = fitting.getFirst();
        if (wanted == null) {
            return new Take(
                    best, "%s has received up to %s, as much as anybody".formatted(best.dataCenter(), best.received()));
        }
        return fitting.stream()
                .filter(candidate -> candidate.dataCenter().equals(wanted))
                .findFirst()
                .map(asked -> asked(asked, best))
                .orElseGet(() -> new None("%s is not sealed or follows another history".formatted(wanted)));
    }

    private static Choice asked(Candidate asked, Candidate best) {
        long bytes = best.received().bytesAheadOf(asked.received());
        return bytes > 0
                ? new Behind(asked, best, bytes)
                : new Take(asked, "%s was asked for and has received as much as anybody".formatted(asked.dataCenter()));
    }

    private static int rank(List<DataCenterName> preference, Candidate candidate) {
        int rank = preference.indexOf(candidate.dataCenter());
        return rank < 0 ? preference.size() : rank;
    }
}
