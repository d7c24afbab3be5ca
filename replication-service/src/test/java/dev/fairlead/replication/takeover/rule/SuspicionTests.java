package dev.fairlead.replication.takeover.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.replication.takeover.rule.Suspicion.Electorate;
import dev.fairlead.replication.takeover.rule.Suspicion.Sight;
import dev.fairlead.replication.takeover.rule.Suspicion.Witness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SuspicionTests {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration LONG = Duration.ofSeconds(11);
    private static final Witness DEAF = new Witness(DataCenterName.of("us-west"), false, Duration.ZERO);

    @Test
    void aPrimaryThatTwoRegionsMissAndNoStandbyHearsIsLost() {
        assertThat(judge(2, List.of(missed("a"), missed("b")), DEAF))
                .isEqualTo(new Suspicion.Lost("silent for 10.000 s in a and b; us-west do not hear it"));
        assertThat(judge(1, List.of(missed("a")), DEAF)).isInstanceOf(Suspicion.Lost.class);
    }

    @Test
    void aFrozenOrSlowPrimaryThatAStandbyStillHearsIsNot() {
        Witness hears = new Witness(DataCenterName.of("eu-west"), true, Duration.ofSeconds(1));
        assertThat(judge(2, List.of(missed("a"), missed("b")), DEAF, hears))
                .isEqualTo(new Suspicion.Alive("eu-west still hears the primary"));
        Witness heldOpen = new Witness(DataCenterName.of("eu-west"), true, LONG);
        assertThat(judge(2, List.of(missed("a"), missed("b")), heldOpen)).isInstanceOf(Suspicion.Lost.class);
    }

    @Test
    void oneRegionThatIsCutOffTakesNobodyOver() {
        assertThat(judge(2, List.of(missed("a")), DEAF)).isInstanceOf(Suspicion.Unsure.class);
        assertThat(judge(3, List.of(missed("a"), new Sight(RegionName.of("b"), true, Duration.ZERO)), DEAF))
                .isEqualTo(new Suspicion.Alive("region b reaches the primary"));
    }

    @Test
    void nobodyIsLostWithoutAStandbyThatSaysSo() {
        assertThat(judge(1, List.of(missed("a")))).isInstanceOf(Suspicion.Unsure.class);
        assertThat(judge(1, List.of())).isInstanceOf(Suspicion.Unsure.class);
    }

    /** Whatever is said: lost is only whom nobody reaches, enough have missed for long enough, and no standby hears. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void lostIsOnlyWhomNobodyHears(long seed) {
        Random random = new Random(seed);
        int lost = 0;
        for (int round = 0; round < 5_000; round++) {
            int regions = random.nextInt(1, 4);
            int dataCenters = random.nextInt(2, 4);
            List<Sight> sights = new ArrayList<>();
            for (int i = random.nextInt(0, regions + 1); i > 0; i--) {
                sights.add(new Sight(
                        RegionName.of("r" + i), random.nextInt(5) == 0, Duration.ofSeconds(random.nextInt(5, 20))));
            }
            List<Witness> witnesses = new ArrayList<>();
            for (int i = random.nextInt(0, 4); i > 0; i--) {
                witnesses.add(new Witness(
                        DataCenterName.of("dc" + i),
                        random.nextInt(4) == 0,
                        Duration.ofSeconds(random.nextInt(0, 20))));
            }
            if (!(Suspicion.of(sights, new Electorate(regions, dataCenters), witnesses, PATIENCE)
                    instanceof Suspicion.Lost)) {
                continue;
            }
            lost++;
            String given = "seed %d, %d regions, %d data centers, %s, %s"
                    .formatted(seed, regions, dataCenters, sights, witnesses);
            assertThat(sights)
                    .as(given)
                    .noneMatch(Sight::reachable)
                    .filteredOn(sight -> sight.silentFor().compareTo(PATIENCE) >= 0)
                    .hasSizeGreaterThanOrEqualTo(dataCenters == 2 ? 2 : Math.min(2, regions));
            assertThat(witnesses)
                    .as(given)
                    .isNotEmpty()
                    .noneMatch(witness ->
                            witness.streaming() && witness.silentFor().compareTo(PATIENCE) < 0);
        }
        assertThat(lost).as("seed %d", seed).isPositive();
    }

    @Test
    void inTwoDataCentersAWitnessRegionHasTheVoteThatTellsALostOneFromACutWire() {
        assertThat(judgePair(3, missed("west"), missed("witness")))
                .isEqualTo(new Suspicion.Lost("silent for 10.000 s in west and witness; us-west do not hear it"));
        assertThat(judgePair(3, missed("west"), new Sight(RegionName.of("witness"), true, Duration.ZERO)))
                .isEqualTo(new Suspicion.Alive("region witness reaches the primary"));
    }

    @Test
    void inTwoDataCentersNobodyIsTakenForLostWithoutASecondVote() {
        Sight alone = new Sight(RegionName.of("west"), false, PATIENCE.multipliedBy(2));
        for (int regions = 1; regions <= 3; regions++) {
            assertThat(judgePair(regions, missed("west")))
                    .as("the others may have begun to miss it later")
                    .isInstanceOf(Suspicion.Unsure.class);
            assertThat(judgePair(regions, alone))
                    .isEqualTo(new Suspicion.Undecided("silent for 10.000 s in west; us-west do not hear it; no second"
                            + " region tells whether its data center is lost or only cut off from here"));
        }
        assertThat(judgePair(1)).isInstanceOf(Suspicion.Unsure.class);
        assertThat(Suspicion.of(List.of(alone), new Electorate(1, 2), List.of(), PATIENCE))
                .as("no standby answers")
                .isInstanceOf(Suspicion.Unsure.class);
    }

    private static Suspicion judgePair(int regions, Sight... sights) {
        return Suspicion.of(List.of(sights), new Electorate(regions, 2), List.of(DEAF), PATIENCE);
    }

    private static Suspicion judge(int regions, List<Sight> sights, Witness... witnesses) {
        return Suspicion.of(sights, new Electorate(regions, 3), List.of(witnesses), PATIENCE);
    }

    private static Sight missed(String region) {
        return new Sight(RegionName.of(region), false, LONG);
    }
}
