package dev.fairlead.deploy.evacuation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.health.Endpoint;
import dev.fairlead.contracts.health.Health;
import dev.fairlead.contracts.health.Observation;
import dev.fairlead.contracts.health.VantagePointStatus;
import dev.fairlead.contracts.health.Verdict;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SightTests {

    private static final ApplicationName SHOP = ApplicationName.of("shop");
    private static final DataCenterName EAST = DataCenterName.of("us-east");
    private static final DataCenterName WEST = DataCenterName.of("us-west");
    private static final List<VantagePointStatus> ALL = List.of(heard("east"), heard("north"), heard("west"));

    private static VantagePointStatus heard(String name) {
        return new VantagePointStatus(RegionName.of(name), null, true, Instant.EPOCH, null);
    }

    private static VantagePointStatus silent(String name) {
        return new VantagePointStatus(RegionName.of(name), null, false, null, null);
    }

    private static Verdict verdict(int endpoint, Observation... votes) {
        return new Verdict(at(endpoint), Health.UP, Instant.EPOCH, Instant.EPOCH, "as the test has it", List.of(votes));
    }

    private static Observation vote(int endpoint, String vantagePoint, Health health) {
        return new Observation(
                at(endpoint), RegionName.of(vantagePoint), health, Instant.EPOCH, Instant.EPOCH, "as the test has it");
    }

    private static Endpoint at(int endpoint) {
        return new Endpoint(SHOP, WEST, new EndpointAddress("192.0.2." + endpoint, 80));
    }

    private static Sight sight(List<VantagePointStatus> vantagePoints, Verdict... verdicts) {
        return new Sight(
                vantagePoints,
                Arrays.asList(verdicts),
                Map.of(EAST, RegionName.of("east"), WEST, RegionName.of("west")));
    }

    @Test
    void isSureWhenEveryVantagePointButTheOneBesideItFindsAnEndpointThatAnswers() {
        Sight sight = sight(
                ALL,
                verdict(1, vote(1, "east", Health.UP), vote(1, "north", Health.DOWN)),
                verdict(2, vote(2, "east", Health.DOWN), vote(2, "north", Health.SLOW)));

        assertThat(sight.doubt(SHOP, WEST)).isEmpty();
    }

    @Test
    void doubtsWhatOneVantagePointFindsDownEvenTheOneBesideIt() {
        assertThat(sight(ALL, verdict(1, vote(1, "east", Health.UP), vote(1, "north", Health.DOWN)))
                        .doubt(SHOP, WEST))
                .contains("shop: north does not find it well in us-west");
        assertThat(sight(
                                ALL,
                                verdict(
                                        1,
                                        vote(1, "east", Health.UP),
                                        vote(1, "north", Health.UP),
                                        vote(1, "west", Health.DOWN)))
                        .doubt(SHOP, WEST))
                .contains("shop: west does not find it well in us-west");
    }

    @Test
    void doubtsWhatAVantagePointSaysNothingOf() {
        assertThat(sight(ALL, verdict(1, vote(1, "east", Health.UP))).doubt(SHOP, WEST))
                .contains("shop: north does not find it well in us-west");
        assertThat(sight(ALL, verdict(1)).doubt(SHOP, WEST))
                .contains("shop: east, north does not find it well in us-west");
        assertThat(sight(ALL).doubt(SHOP, WEST)).isPresent();
        assertThat(sight(ALL, verdict(1, vote(1, "east", Health.UP), vote(1, "north", Health.UNKNOWN)))
                        .doubt(SHOP, WEST))
                .isPresent();
    }

    @Test
    void theOnlyVantagePointJudgesItsOwnDataCenter() {
        assertThat(sight(List.of(heard("west")), verdict(1, vote(1, "west", Health.UP)))
                        .doubt(SHOP, WEST))
                .isEmpty();
        assertThat(sight(List.of(heard("west")), verdict(1)).doubt(SHOP, WEST))
                .contains("shop: west does not find it well in us-west");
    }

    @Test
    void isNeverSureWithoutAnybodyWhoLooks() {
        assertThat(sight(List.of(silent("east")), verdict(1)).doubt(SHOP, WEST))
                .contains("shop: no vantage point looks at us-west");
    }

    @Test
    void tellsWhoIsSilentAndExcusesTheOneThatMayBeLostWithItsDataCenter() {
        List<VantagePointStatus> two = List.of(silent("east"), silent("north"), heard("west"));

        assertThat(sight(two).silent(null)).contains("east, north");
        assertThat(sight(two).silent(EAST)).contains("north");
        assertThat(sight(List.of(silent("east"), heard("north"))).silent(EAST)).isEmpty();
        assertThat(sight(ALL).silent(null)).isEmpty();
    }
}
