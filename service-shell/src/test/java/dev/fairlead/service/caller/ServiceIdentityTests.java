package dev.fairlead.service.caller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.RegionName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceIdentityTests {

    @Test
    void readsTrustDomainRegionAndService() {
        String uri = "spiffe://fairlead.example/region/us-east/service/traffic-service";
        assertThat(ServiceIdentity.parse(uri))
                .contains(new ServiceIdentity("fairlead.example", RegionName.of("us-east"), "traffic-service"))
                .hasValueSatisfying(identity -> assertThat(identity).hasToString(uri));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "spiffe://fairlead.example",
                "spiffe://fairlead.example/region/us-east",
                "spiffe://fairlead.example/region/us-east/service/traffic-service/",
                "spiffe://fairlead.example/region/us-east/service/traffic-service/extra",
                "spiffe://fairlead.example/region//service/traffic-service",
                "spiffe://fairlead.example/region/us-east/service/traffic%2dservice",
                "spiffe://fairlead.example/region/US-EAST/service/traffic-service",
                "spiffe://fairlead.example/service/traffic-service/region/us-east",
                "spiffe:///region/us-east/service/traffic-service",
                "spiffe://fairlead.example:8443/region/us-east/service/traffic-service",
                "SPIFFE://fairlead.example/region/us-east/service/traffic-service",
                "https://fairlead.example/region/us-east/service/traffic-service",
                "spiffe://fairlead.example/region/us-east/service/traffic-service\n"
            })
    void takesNothingElseForAnIdentity(String uri) {
        assertThat(ServiceIdentity.parse(uri)).isEmpty();
    }
}
