package dev.fairlead.deploy.evacuation;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.replication.DatabaseSpec;
import dev.fairlead.contracts.replication.Freshness;
import dev.fairlead.contracts.replication.MemberRole;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Where a database's primary goes when its data center is left. Pure. */
sealed interface Succession {

    String reason();

    /** A switchover can move it there. */
    record To(DataCenterName dataCenter, String reason) implements Succession {}

    /** It is there already. */
    record Elsewhere(DataCenterName dataCenter) implements Succession {

        @Override
        public String reason() {
            return "its primary is in " + dataCenter;
        }
    }

    /** No switchover can move it. */
    record Nobody(String reason) implements Succession {}

    /**
     * Looks for the next one: whoever is preferred, then whose copy is the freshest.
     *
     * @param spec absent: there is no such database
     * @param members what is said of it
     */
    static Succession of(@Nullable DatabaseSpec spec, List<Freshness> members, DataCenterName leaving) {
        Optional<Freshness> elsewhere = members.stream()
                .filter(member -> isPrimary(member) && !member.dataCenter().equals(leaving))
                .findFirst();
        boolean here = members.stream()
                .anyMatch(member -> isPrimary(member) && member.dataCenter().equals(leaving));
        if (elsewhere.isPresent() && !here) {
            return new Elsewhere(elsewhere.get().dataCenter());
        }
        if (spec == null) {
            return new Nobody("there is no such database any more");
        }
        if (spec.kind() == DatabaseSpec.Kind.PATRONI) {
            return new Nobody("Patroni runs it, and moves it");
        }
        if (elsewhere.isPresent()) {
            return new Nobody("%s says that it is the primary too"
                    .formatted(elsewhere.get().dataCenter()));
        }
        if (!here) {
            return new Nobody(
                    "its primary does not answer, and a switchover moves only one that does: that is a takeover");
        }
        return next(spec.takeover().preference(), members, leaving);
    }

    private static boolean isPrimary(Freshness member) {
        return member.role() == MemberRole.PRIMARY && member.reachable();
    }

    private static Succession next(List<DataCenterName> preference, List<Freshness> members, DataCenterName leaving) {
        List<Freshness> others = members.stream()
                .filter(member -> !member.dataCenter().equals(leaving))
                .toList();
        return others.stream()
                .filter(member -> member.role() == MemberRole.REPLICA && member.reachable() && bound(member) >= 0)
                .min(Comparator.comparing((Freshness member) -> rank(preference, member))
                        .thenComparing(Succession::bound)
                        .thenComparing(Freshness::dataCenter))
                .<Succession>map(best -> new To(
                        best.dataCenter(), "%s is at most %d ms behind".formatted(best.dataCenter(), bound(best))))
                .orElseGet(() -> new Nobody(
                        others.isEmpty()
                                ? "there is no replica of it"
                                : "no replica of it can take over: "
                                        + others.stream()
                                                .map(member -> member.dataCenter() + ": " + member.reason())
                                                .collect(Collectors.joining(", "))));
    }

    /** Less than 0: nothing is certified. */
    private static long bound(Freshness member) {
        Long bound = member.stalenessBoundMs();
        return bound == null ? -1 : bound;
    }

    private static int rank(List<DataCenterName> preference, Freshness member) {
        int rank = preference.indexOf(member.dataCenter());
        return rank < 0 ? preference.size() : rank;
    }
}
