package dev.fairlead.health.quorum;

import static java.util.stream.Collectors.joining;

import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.health.Endpoint;
import dev.fairlead.contracts.health.Health;
import dev.fairlead.contracts.health.Observation;
import dev.fairlead.contracts.health.Transition;
import dev.fairlead.contracts.health.Verdict;
import dev.fairlead.contracts.traffic.HealthCheck;
import dev.fairlead.health.target.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Down when more than half of the fresh vantage points that may judge say so and at least the quorum; up likewise, or slow
 * when more than half of those say so; otherwise unknown, whatever it was before. A vantage point that has no finding of its own yet stands in the way of a
 * majority but adds to none. While this region is isolated everything is unknown: on the smaller side of a partition a quorum
 * may well agree that what it cannot reach is down.
 */
public final class Quorum {

    private static final Duration LEAST_FRESHNESS = Duration.ofSeconds(3);

    private Quorum() {}

    /**
     * @param heard the newest vote of each vantage point on this target, fresh or not
     * @param previous absent: nothing was ever decided
     */
    public static Verdict decide(
            Target target, Collection<Vote> heard, Electorate electorate, @Nullable Verdict previous, Instant now) {
        List<Observation> votes = fresh(target, heard, electorate, now);
        long down = count(votes, Health.DOWN);
        long slow = count(votes, Health.SLOW);
        long up = count(votes, Health.UP) + slow;
        Health health = wins(down, votes, electorate)
                ? Health.DOWN
                : wins(up, votes, electorate) ? passing(slow, up) : Health.UNKNOWN;
        boolean noEvidence =
                up + down < electorate.quorum() || electorate.contact().isolated();
        if (health == Health.UNKNOWN && previous != null && isRestored(previous) && noEvidence) {
            return previous;
        }
        if (previous != null && previous.health() == health) {
            String reason = health == Health.UNKNOWN ? previous.reason() : settled(health, votes);
            return new Verdict(target.endpoint(), health, previous.since(), previous.proof(), reason, votes);
        }
        String reason =
                health == Health.UNKNOWN ? unknown(down, up, votes, electorate, previous) : settled(health, votes);
        return new Verdict(target.endpoint(), health, now, proof(health, votes, previous, now), reason, votes);
    }

    /**
     * The change of a verdict.
     *
     * @param region whose verdict it is
     * @param previous absent: nothing was ever decided
     * @return absent: it is what it was
     */
    public static @Nullable Transition transition(RegionName region, @Nullable Verdict previous, Verdict verdict) {
        Health was = previous == null ? Health.UNKNOWN : previous.health();
        return verdict.health() == was
                ? null
                : new Transition(
                        verdict.endpoint(),
                        region,
                        was,
                        verdict.health(),
                        verdict.since(),
                        verdict.proof(),
                        verdict.reason());
    }

    /** The last verdict as history has it; it stands until a quorum of vantage points has findings again. */
    public static Verdict restored(Transition last) {
        return new Verdict(
                last.endpoint(), last.to(), last.at(), last.proof(), "before the restart: " + last.reason(), List.of());
    }

    /** Every verdict of up or down but a restored one has votes. */
    private static boolean isRestored(Verdict verdict) {
        return verdict.health() != Health.UNKNOWN && verdict.votes().isEmpty();
    }

    /** What passes the test of time: three intervals and the timeout, after which a hanging probe is told. */
    public static Duration freshness(HealthCheck check) {
        Duration intervals = Duration.ofMillis(3L * check.intervalMs());
        return (intervals.compareTo(LEAST_FRESHNESS) > 0 ? intervals : LEAST_FRESHNESS).plusMillis(check.timeoutMs());
    }

    private static List<Observation> fresh(Target target, Collection<Vote> heard, Electorate electorate, Instant now) {
        Endpoint endpoint = target.endpoint();
        Duration freshness = freshness(target.check());
        return heard.stream()
                .filter(vote -> Duration.between(vote.confirmedAt(), now).abs().compareTo(freshness) <= 0)
                .map(Vote::observation)
                .filter(observation -> observation.endpoint().equals(endpoint)
                        && electorate.mayJudge(observation.vantagePoint(), target.region()))
                .sorted(Comparator.comparing(Observation::vantagePoint))
                .toList();
    }

    private static long count(List<Observation> votes, Health health) {
        return votes.stream().filter(vote -> vote.health() == health).count();
    }

    private static Health passing(long slow, long up) {
        return 2 * slow > up ? Health.SLOW : Health.UP;
    }

    private static boolean wins(long agreeing, List<Observation> votes, Electorate electorate) {
        return agreeing >= electorate.quorum()
                && 2 * agreeing > votes.size()
                && !electorate.contact().isolated();
    }

    /** Start of the last probe of those who settled it. */
    private static Instant proof(Health health, List<Observation> votes, @Nullable Verdict previous, Instant now) {
        if (health == Health.UNKNOWN) {
            return previous == null ? now : previous.proof();
        }
        return votes.stream()
                .filter(vote -> agrees(vote, health))
                .map(Observation::at)
                .max(Comparator.naturalOrder())
                .orElse(now);
    }

    private static boolean agrees(Observation vote, Health health) {
        return health.passes() ? vote.health().passes() : vote.health() == health;
    }

    private static String settled(Health health, List<Observation> votes) {
        List<Observation> agreeing =
                votes.stream().filter(vote -> agrees(vote, health)).toList();
        String witnesses = agreeing.stream()
                .map(vote -> vote.vantagePoint() + ": " + vote.reason())
                .collect(joining(", "));
        return "%s by %d of %d (%s)".formatted(word(health), agreeing.size(), votes.size(), witnesses);
    }

    private static String unknown(
            long down, long up, List<Observation> votes, Electorate electorate, @Nullable Verdict previous) {
        String evidence = electorate.contact().isolated()
                ? "isolated: this region hears %s regions".formatted(electorate.contact())
                : "no quorum of %d: %d down, %d up of %d fresh vantage points"
                        .formatted(electorate.quorum(), down, up, votes.size());
        return previous == null ? evidence : evidence + "; was " + word(previous.health());
    }

    private static String word(Health health) {
        return health.name().toLowerCase(Locale.ROOT);
    }
}
