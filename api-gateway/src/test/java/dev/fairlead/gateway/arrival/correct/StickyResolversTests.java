package dev.fairlead.gateway.arrival.correct;

import static dev.fairlead.gateway.Plans.DECIDED;
import static dev.fairlead.gateway.Plans.plan;
import static dev.fairlead.gateway.Plans.share;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.Share;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Hours of users behind resolvers that hold answers for too long, with the correction and without. */
class StickyResolversTests {

    private static final DataCenterName EAST = DataCenterName.of("us-east");
    private static final RoutingPlan PLANNED = sixty(1);

    /** Populations that are off without a correction, and not by more than its bounds can make good. */
    private static final List<Long> OFF = LongStream.range(0, 20)
            .filter(seed -> {
                double off = Math.abs(new Day(seed, false).hours(2).lastHour().getAverage() - 60);
                return off > 2.2 && off < 4.5;
            })
            .boxed()
            .toList();

    private static RoutingPlan sixty(long epoch) {
        return plan("shop", epoch)
                .everyone(share("us-east", 6_000), share("us-west", 4_000))
                .build();
    }

    /** One population, from the moment in which its plan is decided. */
    private static final class Day {

        private final Resolvers resolvers;
        private final boolean corrects;
        private final List<Double> observed = new ArrayList<>();
        private final List<Integer> answered = new ArrayList<>();
        private Correction correction = Correction.of(PLANNED);
        private Instant now = DECIDED;

        Day(long seed, boolean corrects) {
            this.resolvers = new Resolvers(seed);
            this.corrects = corrects;
        }

        Day hours(int hours) {
            Instant end = now.plus(Duration.ofHours(hours));
            while (now.isBefore(end)) {
                now = now.plus(Resolvers.TICK);
                resolvers.tick(this::shares);
                if (corrects && now.getEpochSecond() % Correction.STEP.toSeconds() == 0) {
                    correction = correction.step(resolvers.arrived(), now);
                }
                observed.add(resolvers.observed(EAST));
                answered.add(shares().getFirst().basisPoints());
            }
            return this;
        }

        List<Share> shares() {
            return correction.answered().audiences().getLast().shares();
        }

        DoubleSummaryStatistics lastHour() {
            return lastHourOf(observed).stream()
                    .mapToDouble(Double::doubleValue)
                    .summaryStatistics();
        }

        static <T> List<T> lastHourOf(List<T> all) {
            return all.subList(all.size() - (int) Duration.ofHours(1).dividedBy(Resolvers.TICK), all.size());
        }

        /** How often the answer turned from more to less or back. */
        int turns() {
            int turns = 0;
            int direction = 0;
            for (int i = 1; i < answered.size(); i++) {
                int next = Integer.signum(answered.get(i) - answered.get(i - 1));
                turns += next * direction < 0 ? 1 : 0;
                direction = next == 0 ? direction : next;
            }
            return turns;
        }
    }

    @Test
    void requestsThatArriveElsewhereThanAnsweredEndAsIntendedWithoutSwinging() {
        assertThat(OFF).as("populations that are off by more than two points").hasSizeGreaterThan(3);
        assertThat(OFF).allSatisfy(seed -> {
            Day day = new Day(seed, true).hours(4);
            assertThat(day.lastHour().getAverage()).isBetween(58.0, 62.0);
            assertThat(day.lastHour().getMin()).isGreaterThan(57.5);
            assertThat(day.lastHour().getMax()).isLessThan(62.5);
            assertThat(day.turns()).isLessThanOrEqualTo(2);
            assertThat(Day.lastHourOf(day.answered).stream()
                            .mapToInt(Integer::intValue)
                            .summaryStatistics())
                    .satisfies(last -> assertThat(last.getMax() - last.getMin()).isLessThanOrEqualTo(50));
        });
    }

    @Test
    void aFailoverIsAnsweredInTheSameMomentAndTheReturnAsPlannedUntilItCanBeSeen() {
        assertThat(OFF).allSatisfy(seed -> {
            Day day = new Day(seed, true).hours(2);
            assertThat(day.shares()).isNotEqualTo(PLANNED.audiences().getLast().shares());

            RoutingPlan failover =
                    plan("shop", 2).everyone(share("us-west", 10_000)).build();
            day.correction = day.correction.follow(failover, day.now);
            assertThat(day.correction.answered()).isEqualTo(failover);
            day.hours(1);
            assertThat(day.correction.answered()).isEqualTo(failover);
            assertThat(day.resolvers.observed(EAST)).isLessThan(1);

            day.correction = day.correction.follow(sixty(3), day.now);
            assertThat(day.correction.answered()).isEqualTo(sixty(3));
            Day returned = day.hours(3);
            assertThat(returned.lastHour().getAverage()).isBetween(58.0, 62.0);
        });
    }
}
