package dev.fairlead.traffic.steering;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.traffic.Recovery;
import dev.fairlead.contracts.traffic.Standing;
import dev.fairlead.contracts.traffic.SteeringPolicy;
import dev.fairlead.contracts.traffic.SteeringPolicy.Failback;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Under the failback policy {@code hold} a data center that was down stays at 0 until it is released after it recovered.
 * What was only drained or stale comes back by itself. Under {@code auto} it is held too where the policy's recovery says for how
 * long it has to be healthy before, or when it may come back, and released by time.
 *
 * <p>A hold is a fact of all regions: one that is in force in another region holds here too, also where this region missed the
 * outage, and it began when the first of them began it, so that one release ends it everywhere.
 */
final class FailbackGate implements Gate {

    static final String CODE = "HELD";

    /** A drain hides a hold, and must not end it: a rollout through a held data center leaves it held. */
    static final String BEHIND_DRAIN = "DRAINED_AND_HELD";

    /** The clocks of regions differ by less: a release that is further ahead is from before the clock was set back. */
    private static final Duration MOST_SKEW = Duration.ofSeconds(3);

    @Override
    public @Nullable Obstacle obstacle(Candidate candidate, Situation situation) {
        Map<String, Standing> elsewhere = situation.evidence().elsewhere().of(candidate.dataCenter());
        Instant earliest = own(candidate.before(), elsewhere, situation);
        String witness = "";
        for (Map.Entry<String, Standing> there : elsewhere.entrySet()) {
            Standing standing = there.getValue();
            if (holds(standing)
                    && unreleased(standing.since(), standing.dataCenter(), situation)
                    && (earliest == null || standing.since().isBefore(earliest))) {
                earliest = standing.since();
                witness = ", as " + there.getKey() + " saw";
            }
        }
        return earliest == null
                ? null
                : Candidate.lasting(
                        candidate.before(),
                        new Obstacle(
                                Standing.State.HELD,
                                CODE,
                                "healthy again since " + earliest + witness + "; held at 0 until " + end(situation),
                                earliest));
    }

    private static String end(Situation situation) {
        SteeringPolicy policy = situation.application().spec().steering();
        if (policy.failback() == Failback.HOLD) {
            return "it is restored";
        }
        Recovery.Window window = policy.recovery().window();
        return "it is restored or was healthy for %d s%s"
                .formatted(policy.recovery().stableForMs() / 1_000, window == null ? "" : ", from " + window);
    }

    /** When the hold that this region itself knows of began; absent: it knows of none. */
    private static @Nullable Instant own(
            @Nullable Standing before, Map<String, Standing> elsewhere, Situation situation) {
        if (before == null) {
            return null;
        }
        if (before.state() == Standing.State.DOWN) {
            boolean outage = !before.neverUp() && !overElsewhere(before, elsewhere);
            Instant beginning = beginning(before, situation);
            return outage && unreleased(beginning, before.dataCenter(), situation) ? beginning : null;
        }
        return holds(before) && unreleased(before.since(), before.dataCenter(), situation) ? before.since() : null;
    }

    /** Now; where the clock was set back, not before the releases that are there already: they were of other outages. */
    private static Instant beginning(Standing before, Situation situation) {
        Instant latest =
                situation.orders().latestRelease(situation.application().name(), before.dataCenter());
        return latest != null && latest.isAfter(situation.now().plus(MOST_SKEW)) ? latest : situation.now();
    }

    /** Another region has seen it recover and be released while this one still had it down. */
    private static boolean overElsewhere(Standing down, Map<String, Standing> elsewhere) {
        for (Standing standing : elsewhere.values()) {
            if (standing.state() == Standing.State.SERVING && standing.since().isAfter(down.since())) {
                return true;
            }
        }
        return false;
    }

    /** Whether it is down, and was not always, or waits to be given back after it was. */
    static boolean remembersOutage(Standing standing) {
        return holds(standing) || (standing.state() == Standing.State.DOWN && !standing.neverUp());
    }

    /** A drained one that is held as well, since then. */
    static Standing behindDrain(Standing drained, Instant since) {
        return new Standing(
                drained.dataCenter(),
                drained.state(),
                drained.mode(),
                drained.endpoints(),
                since,
                BEHIND_DRAIN,
                drained.reason(),
                drained.neverUp(),
                drained.ramp());
    }

    private static boolean holds(Standing standing) {
        return standing.state() == Standing.State.HELD
                || (standing.state() == Standing.State.DRAINED
                        && standing.code().equals(BEHIND_DRAIN));
    }

    private static boolean unreleased(Instant since, DataCenterName held, Situation situation) {
        return !released(since, situation)
                && !situation
                        .orders()
                        .releasedSince(since, situation.application().name(), held);
    }

    /** By time. */
    private static boolean released(Instant since, Situation situation) {
        SteeringPolicy policy = situation.application().spec().steering();
        return policy.failback() == Failback.AUTO && policy.recovery().allows(since, situation.now());
    }
}
