package dev.fairlead.replication.distance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.DatabaseName;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.replication.distance.DistanceReport.From;
import dev.fairlead.replication.distance.DistanceReport.Requests;
import dev.fairlead.replication.sample.RoundTrip;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DistanceReportTests {

    private static final DatabaseName SHOP = DatabaseName.of("shop");
    private static final DataCenterName EAST = DataCenterName.of("us-east");
    private static final DataCenterName WEST = DataCenterName.of("us-west");
    private static final RegionName HERE = RegionName.of("east");
    private static final RegionName THERE = RegionName.of("west");
    private static final RoundTrip NEAR = trip(EAST, 0.5);
    private static final RoundTrip FAR = trip(EAST, 70);

    private final TreeMap<RegionName, List<RoundTrip>> measured =
            new TreeMap<>(Map.of(HERE, List.of(trip(WEST, 71), NEAR), THERE, List.of(FAR, trip(WEST, 0.6))));

    private static RoundTrip trip(DataCenterName to, double ms) {
        return new RoundTrip(SHOP, to, 960, ms, ms + 1);
    }

    private static Requests requests(Map<DataCenterName, Long> perSecond) {
        return new Requests(new TreeMap<>(Map.of(EAST, HERE, WEST, THERE)), perSecond);
    }

    @Test
    void tellsEachDataCentersWayToThePrimaryAndWhichPartOfTheRequestsHasIt() {
        assertThat(DistanceReport.of(SHOP, EAST, measured, requests(Map.of(EAST, 300L, WEST, 100L)))
                        .from())
                .containsExactly(new From(HERE, EAST, NEAR, 7_500), new From(THERE, WEST, FAR, 2_500));
    }

    @Test
    void knowsNoShareWithoutDemandAndNoDataCenterWithoutTheTrafficService() {
        assertThat(DistanceReport.of(SHOP, EAST, measured, requests(Map.of())).from())
                .containsExactly(new From(HERE, EAST, NEAR, null), new From(THERE, WEST, FAR, null));
        assertThat(DistanceReport.of(SHOP, EAST, measured, new Requests(new TreeMap<>(), Map.of()))
                        .from())
                .containsExactly(new From(HERE, null, NEAR, null), new From(THERE, null, FAR, null));
    }

    @Test
    void saysNothingOfARegionThatIsNotHeardNorOfAPrimaryThatIsNotKnown() {
        measured.put(THERE, List.of());
        assertThat(DistanceReport.of(SHOP, EAST, measured, requests(Map.of())).from())
                .contains(new From(THERE, WEST, null, null));
        assertThat(DistanceReport.of(SHOP, null, measured, requests(Map.of())).from())
                .containsExactly(new From(HERE, EAST, null, null), new From(THERE, WEST, null, null));
    }
}
