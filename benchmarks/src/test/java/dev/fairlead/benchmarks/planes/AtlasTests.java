package dev.fairlead.benchmarks.planes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.traffic.Share;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class AtlasTests {

    @Test
    void everySplitIsAWhole() {
        assertThat(Atlas.plans(2))
                .hasSize(2)
                .allSatisfy(plan -> assertThat(plan.audiences())
                        .hasSize(4)
                        .allSatisfy(audience -> assertThat(audience.shares().stream()
                                        .mapToInt(Share::basisPoints)
                                        .sum())
                                .isEqualTo(Share.WHOLE)));
    }

    @Test
    void aCountryCountsBeforeItsContinent() {
        assertThat(Atlas.addresses("JP", "AS")).containsExactly(Atlas.address("ap-east"), Atlas.address("us-west"));
        assertThat(Atlas.addresses("IN", "AS")).containsExactly(Atlas.address("ap-east"), Atlas.address("eu-west"));
        assertThat(Atlas.addresses("BR", "SA")).containsExactly(Atlas.address("us-east"), Atlas.address("us-west"));
    }

    @Test
    void saysTheSameToGdnsd() {
        assertThat(Atlas.gdnsdPlugins(Path.of("/places.mmdb")))
                .contains("geoip2_db => /places.mmdb")
                .contains("japan => %weighted!japan")
                .contains("japan => { ap-east => [192.0.2.1, 80], us-west => [192.0.2.4, 20] }");
        assertThat(Atlas.gdnsdRecords(2)).isEqualTo("app-0 5 DYNA geoip!app\napp-1 5 DYNA geoip!app\n");
    }
}
