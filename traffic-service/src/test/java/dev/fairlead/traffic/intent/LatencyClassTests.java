package dev.fairlead.traffic.intent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.traffic.ApplicationSpec;
import dev.fairlead.contracts.traffic.LatencyClass;
import dev.fairlead.contracts.traffic.SteeringPolicy.Closeness;
import dev.fairlead.contracts.traffic.SteeringPolicy.Slow;
import dev.fairlead.service.json.LenientJson;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/** An application as it is applied and stored: what a latency class makes of what its spec leaves out. */
class LatencyClassTests {

    private static final JsonMapper JSON = JsonMapper.shared();

    private static ApplicationSpec read(JsonMapper json, String latency, String fields) {
        return json.readValue(
                "{\"host\": \"shop.example.com\", \"pools\": [], \"latency\": \"%s\"%s}".formatted(latency, fields),
                ApplicationSpec.class);
    }

    @ParameterizedTest
    @CsvSource({"realtime, 150, AVOID, RTT", "interactive, 400, AVOID, GEOGRAPHY", "tolerant, , IGNORE, GEOGRAPHY"})
    void choosesWhatTheSpecLeavesOut(String latency, @Nullable Integer slowMs, Slow slow, Closeness closeness) {
        ApplicationSpec spec = read(JSON, latency, "");

        assertThat(spec.healthCheck().slowMs()).isEqualTo(slowMs);
        assertThat(spec.steering().slow()).isEqualTo(slow);
        assertThat(spec.steering().closeness()).isEqualTo(closeness);
    }

    @Test
    void neverTouchesWhatTheSpecSays() {
        ApplicationSpec spec = read(JSON, "realtime", """
                , "healthCheck": {"slowMs": 90}, "steering": {"slow": "ignore", "closeness": "geography"}""");

        assertThat(spec.healthCheck().slowMs()).isEqualTo(90);
        assertThat(spec.steering().slow()).isEqualTo(Slow.IGNORE);
        assertThat(spec.steering().closeness()).isEqualTo(Closeness.GEOGRAPHY);
    }

    @Test
    void isNeverSlowerThanTheProbeWaits() {
        assertThat(read(JSON, "interactive", ", \"healthCheck\": {\"timeoutMs\": 300}")
                        .healthCheck()
                        .slowMs())
                .isEqualTo(300);
    }

    @Test
    void isReadAsItWasStored() {
        ApplicationSpec spec = read(JSON, "realtime", "");

        assertThat(JSON.readValue(JSON.writeValueAsString(spec), ApplicationSpec.class))
                .isEqualTo(spec);
    }

    @Test
    void readsAClassOfANewerVersionAsTheDefault() {
        assertThat(read(LenientJson.of(JSON), "instant", "").latency()).isEqualTo(LatencyClass.TOLERANT);
    }
}
