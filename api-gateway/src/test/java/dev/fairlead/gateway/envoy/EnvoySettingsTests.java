package dev.fairlead.gateway.envoy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.EndpointAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class EnvoySettingsTests {

    private static EnvoySettings settings(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties))
                .bind("envoy", EnvoySettings.Properties.class)
                .get()
                .withDefaults("edge");
    }

    @Test
    void readsAdminAddressesHoweverAListIsWritten() {
        List<EndpointAddress> both =
                List.of(EndpointAddress.of("10.0.0.7:9901"), EndpointAddress.of("[2001:db8::7]:9901"));
        assertThat(settings(Map.of("envoy.admin-addresses", "10.0.0.7:9901,[2001:db8::7]:9901"))
                        .adminAddresses())
                .isEqualTo(both);
        assertThat(settings(Map.of(
                                "envoy.admin-addresses[0]",
                                "10.0.0.7:9901",
                                "envoy.admin-addresses[1]",
                                "[2001:db8::7]:9901"))
                        .adminAddresses())
                .isEqualTo(both);
        assertThat(settings(Map.of("envoy.xds-port", "18001")).adminAddresses()).isEmpty();
    }
}
