package dev.fairlead.gateway.arrival.correct;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.traffic.AudienceShares;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.Share;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What DNS answers for one application so that its requests arrive as its plan intends; immutable. A plan that splits users in another
 * way is answered as it is at once, and corrected again when requests can be seen to follow it: so a failover, a drain and a ramp
 * wait for nothing, and are followed to the basis point.
 */
public final class Correction {

    /** How long each step has to show. */
    public static final Duration STEP = Duration.ofMinutes(2);

    /** For how long a split has to be the same: then next to nothing of what was seen is from before it. */
    static final Duration STEADY = Duration.ofMinutes(10);

    /**
     * Of the error, with each step. Requests show an answer after minutes, since resolvers hold it and older requests still count, and a
     * controller that is faster than what it sees swings.
     */
    private static final double PART = 0.1;

    private final RoutingPlan plan;
    private final List<Answered> splits;
    private final RoutingPlan answered;
    private final @Nullable String words;

    private Correction(RoutingPlan plan, List<Answered> splits) {
        this.plan = plan;
        this.splits = List.copyOf(splits);
        Map<Split, SortedMap<DataCenterName, Integer>> others = new HashMap<>();
        for (Answered answer : splits) {
            SortedMap<DataCenterName, Integer> shares = answer.basisPoints();
            if (!shares.equals(answer.split().intended())) {
                others.put(answer.split(), shares);
            }
        }
        this.answered = others.isEmpty() ? plan : answered(plan, others);
        this.words = splits.stream()
                .map(Answered::split)
                .filter(others::containsKey)
                .findFirst()
                .map(split -> inWords(plan, split.intended(), others.getOrDefault(split, split.intended())))
                .orElse(null);
    }

    /** Of a plan that nothing was seen of yet: its shares have been the same since it was decided, if not for longer. */
    public static Correction of(RoutingPlan plan) {
        return new Correction(
                plan,
                Split.of(plan).stream()
                        .map(split -> Answered.asIntended(split, plan.decidedAt()))
                        .toList());
    }

    /** The same for the plan that is in force now; of a split that it has no more nothing is kept. */
    public Correction follow(RoutingPlan newer, Instant now) {
        if (newer == plan) {
            return this;
        }
        if (newer.equals(plan)) {
            return new Correction(newer, splits);
        }
        return new Correction(
                newer,
                Split.of(newer).stream()
                        .map(split -> splits.stream()
                                .filter(answer -> answer.split().equals(split))
                                .findFirst()
                                .orElseGet(() -> Answered.asIntended(split, now)))
                        .toList());
    }

    /**
     * One step, by what was seen lately.
     *
     * @param requests that arrived in each data center; empty: nothing is known
     */
    public Correction step(Map<DataCenterName, Long> requests, Instant now) {
        Duration ttl = Duration.ofSeconds(plan.ttlSeconds());
        Duration steady = longer(STEADY, ttl.multipliedBy(2));
        double part = PART * STEP.toMillis() / longer(STEP, ttl).toMillis();
        return new Correction(
                plan,
                splits.stream()
                        .map(answer -> {
                            if (!answer.seenBy(requests)) {
                                return answer.forgetting(PART);
                            }
                            return answer.since().plus(steady).isAfter(now) ? answer : answer.step(requests, part);
                        })
                        .toList());
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    /** The plan as DNS answers it. */
    public RoutingPlan answered() {
        return answered;
    }

    /** A sentence; empty: it is answered as planned. */
    public Optional<String> inWords() {
        return Optional.ofNullable(words);
    }

    private static RoutingPlan answered(RoutingPlan plan, Map<Split, SortedMap<DataCenterName, Integer>> others) {
        return plan.sent(plan.audiences().stream()
                .map(audience -> {
                    SortedMap<DataCenterName, Integer> shares = others.get(Split.of(audience.shares()));
                    return shares == null ? audience : answered(audience, shares);
                })
                .toList());
    }

    private static AudienceShares answered(AudienceShares audience, Map<DataCenterName, Integer> shares) {
        return audience.sent(audience.shares().stream()
                .map(share -> new Share(share.dataCenter(), shares.getOrDefault(share.dataCenter(), 0)))
                .toList());
    }

    /** Of the data center that is off most. */
    private static String inWords(
            RoutingPlan plan, Map<DataCenterName, Integer> intended, SortedMap<DataCenterName, Integer> shares) {
        DataCenterName most = shares.entrySet().stream()
                .max(Comparator.comparingInt(
                        share -> Math.abs(share.getValue() - intended.getOrDefault(share.getKey(), 0))))
                .orElseThrow()
                .getKey();
        return "%s: %s answered at %s to end at %s"
                .formatted(
                        plan.application(),
                        most,
                        percent(shares.getOrDefault(most, 0)),
                        percent(intended.getOrDefault(most, 0)));
    }

    private static String percent(int basisPoints) {
        return BigDecimal.valueOf(basisPoints, 2).stripTrailingZeros().toPlainString() + " %";
    }
}
