package dev.fairlead.gateway.arrival.correct;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.traffic.AudienceShares;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.Share;
import dev.fairlead.gateway.choice.LargestRemainder;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for whatever shares are intended and whatever arrives. */
class CorrectionPropertyTests {

    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final int STEPS = 60;

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    private static RoutingPlan drawn(SplittableRandom random) {
        int dataCenters = random.nextInt(2, 8);
        List<Long> weights = IntStream.range(0, dataCenters)
                .mapToObj(i -> i > 0 && random.nextInt(4) == 0 ? 0L : (long) Math.pow(10, random.nextDouble(6)))
                .toList();
        List<Integer> parts = LargestRemainder.split(Share.WHOLE, weights);
        List<Share> shares = IntStream.range(0, dataCenters)
                .mapToObj(i -> new Share(name(i), parts.get(i)))
                .toList();
        return new RoutingPlan(
                ApplicationName.of("shop"),
                "shop.demo.test",
                random.nextInt(1, 600),
                1,
                NOW.minusSeconds(86_400),
                null,
                List.of(new AudienceShares("everyone", List.of(), List.of(), List.of(), shares)),
                List.of(),
                null);
    }

    private static DataCenterName name(int number) {
        return DataCenterName.of("dc-" + number);
    }

    /** Sometimes as if nobody counted. */
    private static Map<DataCenterName, Long> arrivals(SplittableRandom random) {
        Map<DataCenterName, Long> requests = new HashMap<>();
        for (int i = 0; i < 8; i++) {
            if (random.nextInt(10) > 0) {
                requests.put(name(i), (long) Math.pow(10, random.nextDouble(7)));
            }
        }
        return requests;
    }

    private static List<Share> shares(RoutingPlan plan) {
        return plan.audiences().getFirst().shares();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyAnswerIsWholeWithinItsBoundsAndSendsNobodyWhereNobodyBelongs(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        RoutingPlan planned = drawn(random);
        Correction correction = Correction.of(planned);
        Correction again = correction;
        for (int step = 0; step < STEPS; step++) {
            Map<DataCenterName, Long> requests = arrivals(random);
            correction = correction.step(requests, NOW);
            again = again.step(requests, NOW);
            List<Share> answered = shares(correction.answered());

            assertThat(answered.stream().mapToInt(Share::basisPoints).sum()).isEqualTo(Share.WHOLE);
            for (int i = 0; i < answered.size(); i++) {
                int intended = shares(planned).get(i).basisPoints();
                assertThat(answered.get(i).dataCenter())
                        .isEqualTo(shares(planned).get(i).dataCenter());
                assertThat(answered.get(i).basisPoints())
                        .isBetween(
                                Math.max(intended - 500, Math.ceilDiv(4 * intended, 5)),
                                Math.min(intended + 500, 5 * intended / 4));
            }
            assertThat(correction.answered().sent(planned.audiences()))
                    .as("nothing else is touched")
                    .isEqualTo(planned);
            assertThat(again.answered()).as("the same, decided twice").isEqualTo(correction.answered());
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void withoutObservationThePlanIsAnsweredAsItIs(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        RoutingPlan planned = drawn(random);
        Correction correction = Correction.of(planned);
        assertThat(correction.answered()).isSameAs(planned);
        assertThat(correction.step(Map.of(), NOW).answered()).isSameAs(planned);

        for (int step = 0; step < STEPS; step++) {
            correction = correction.step(arrivals(random), NOW);
        }
        for (int step = 0; step < 2 * STEPS; step++) {
            correction = correction.step(Map.of(), NOW);
        }
        assertThat(correction.answered()).isSameAs(planned);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatArrivesAsIntendedIsNotCorrected(long seed) {
        RoutingPlan planned = drawn(new SplittableRandom(seed));
        Map<DataCenterName, Long> requests = new HashMap<>();
        shares(planned).forEach(share -> requests.put(share.dataCenter(), 10L * share.basisPoints()));

        assertThat(Correction.of(planned).step(requests, NOW).answered()).isSameAs(planned);
    }
}
