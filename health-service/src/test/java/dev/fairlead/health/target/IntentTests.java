package dev.fairlead.health.target;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.Resource;
import dev.fairlead.contracts.traffic.ApplicationSpec;
import dev.fairlead.contracts.traffic.DataCenterSpec;
import dev.fairlead.contracts.traffic.HealthCheck;
import dev.fairlead.contracts.traffic.Location;
import dev.fairlead.contracts.traffic.SteeringPolicy;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class IntentTests {

    private static Resource<DataCenterSpec> dataCenter(String name, String region) {
        return new Resource<>(
                "DataCenter",
                new Resource.Metadata(name, 1L),
                new DataCenterSpec(RegionName.of(region), new Location(0, 0)));
    }

    private static Resource<ApplicationSpec> application(String name, ApplicationSpec.Pool... pools) {
        return new Resource<>(
                "Application",
                new Resource.Metadata(name, 1L),
                new ApplicationSpec(
                        name + ".test", 5, List.of(pools), HealthCheck.defaults(), SteeringPolicy.defaults(), null));
    }

    private static ApplicationSpec.Pool pool(String dataCenter, String... addresses) {
        return new ApplicationSpec.Pool(
                DataCenterName.of(dataCenter),
                Stream.of(addresses).map(EndpointAddress::of).toList());
    }

    @Test
    void probesEveryAddressOfEveryPoolOnce() {
        Intent intent = new Intent(
                List.of(
                        application("shop", pool("us-west", "192.0.2.9:80"), pool("us-east", "192.0.2.1:80")),
                        application("calls", pool("us-east", "192.0.2.1:80", "192.0.2.1:80"))),
                List.of(dataCenter("us-east", "east"), dataCenter("us-west", "west")));

        assertThat(intent.targets())
                .extracting(target -> target.endpoint() + " " + target.host() + " " + target.region())
                .containsExactly(
                        "calls/us-east/192.0.2.1:80 calls.test east",
                        "shop/us-east/192.0.2.1:80 shop.test east",
                        "shop/us-west/192.0.2.9:80 shop.test west");
    }

    @Test
    void leavesOutWhatIsInADataCenterThatIsGone() {
        Intent intent = new Intent(List.of(application("shop", pool("us-east", "192.0.2.1:80"))), List.of());

        assertThat(intent.targets()).isEmpty();
    }
}
