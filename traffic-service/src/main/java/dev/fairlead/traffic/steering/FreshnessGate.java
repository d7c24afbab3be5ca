package dev.fairlead.traffic.steering;

import dev.fairlead.contracts.replication.Freshness;
import dev.fairlead.contracts.replication.MemberRole;
import dev.fairlead.contracts.traffic.ApplicationSpec.DataNeeds;
import dev.fairlead.contracts.traffic.Standing;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Users are not sent to data older than the application's staleness budget. A data center leaves at the budget and comes
 * back at half of it, so that one that hovers about the budget does not flap; which of the two it waits for is what the latest
 * to change of all regions did, so that those that read on either side of a limit come to the same. Data of which nothing is
 * certified counts as over the budget; while the replication-service itself is silent, everything stays as it was.
 */
final class FreshnessGate implements Gate {

    static final String STALE = "STALE";
    static final String UNCERTIFIED = "STALENESS_UNKNOWN";
    static final String SILENT = "REPLICATION_SILENT";

    @Override
    public @Nullable Obstacle obstacle(Candidate candidate, Situation situation) {
        DataNeeds data = situation.application().spec().data();
        if (data == null) {
            return null;
        }
        Standing before = candidate.before();
        Evidence.Copies copies = situation.evidence().copies();
        if (copies == null || situation.evidence().replicationSilent(situation.now())) {
            return before == null ? null : whileSilent(before);
        }
        Freshness member = copies.in(candidate.dataCenter());
        Long bound = member == null ? null : member.stalenessBoundMs();
        if (member != null && bound != null && member.role() == MemberRole.PRIMARY) {
            return null; // the newest there is, also while it cannot be reached
        }
        if (bound == null) {
            return Candidate.lasting(
                    before,
                    new Obstacle(
                            Standing.State.STALE,
                            UNCERTIFIED,
                            "nothing is certified about its copy of " + data.database() + ": "
                                    + (member == null ? "no member is known there" : member.reason())));
        }
        boolean wasStale = wasStale(before, situation.evidence().elsewhere().of(candidate.dataCenter()));
        long budget = data.stalenessBudgetMs();
        if (bound <= (wasStale ? budget / 2 : budget)) {
            return null;
        }
        return Candidate.lasting(
                before,
                new Obstacle(
                        Standing.State.STALE,
                        STALE,
                        "its data may be " + bound + " ms old, the budget is " + budget + " ms; back at " + budget / 2
                                + " ms"));
    }

    private static boolean wasStale(@Nullable Standing before, Map<String, Standing> elsewhere) {
        Standing latest = before != null && toldOfData(before) ? before : null;
        for (Standing standing : elsewhere.values()) {
            if (toldOfData(standing) && (latest == null || standing.since().isAfter(latest.since()))) {
                latest = standing;
            }
        }
        return latest != null && latest.state() == Standing.State.STALE;
    }

    private static boolean toldOfData(Standing standing) {
        return standing.state() == Standing.State.STALE || standing.state() == Standing.State.SERVING;
    }

    /** Whoever served goes on; whoever was out for cause is not brought back on silence. */
    private static @Nullable Obstacle whileSilent(Standing before) {
        return switch (before.state()) {
            case SERVING, SLOW, BLOCKED, DRAINED -> null;
            case STALE -> new Obstacle(Standing.State.STALE, before.code(), Admission.withoutNote(before.reason()));
            case DOWN, HELD ->
                new Obstacle(
                        Standing.State.STALE,
                        SILENT,
                        "the replication-service does not answer, so nothing is known of its data");
        };
    }
}
