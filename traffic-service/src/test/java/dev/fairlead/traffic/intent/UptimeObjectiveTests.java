package dev.fairlead.traffic.intent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.traffic.ApplicationSpec;
import dev.fairlead.contracts.traffic.Recovery;
import dev.fairlead.contracts.traffic.SteeringPolicy.Failback;
import dev.fairlead.contracts.traffic.Uptime;
import dev.fairlead.service.json.LenientJson;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** An application as it is applied and stored: what an uptime objective makes of what its spec leaves out. */
class UptimeObjectiveTests {

    private static final JsonMapper JSON = JsonMapper.shared();

    private static ApplicationSpec spec(String fields) {
        return read(JSON, fields);
    }

    private static ApplicationSpec read(JsonMapper json, String fields) {
        return json.readValue(
                "{\"host\": \"shop.example.com\", \"pools\": []%s}".formatted(fields), ApplicationSpec.class);
    }

    private static ApplicationSpec promising(String objective, String fields) {
        return spec(", \"uptime\": {\"objective\": %s}%s".formatted(objective, fields));
    }

    private static int headroomPercent(ApplicationSpec spec) {
        return Objects.requireNonNull(spec.demand()).headroomPercent();
    }

    @ParameterizedTest
    @CsvSource({"99.9, 5000, 10, HOLD", "99.95, 2000, 20, AUTO", "99.99, 1000, 30, AUTO"})
    void choosesWhatTheSpecLeavesOut(String objective, int intervalMs, int headroomPercent, Failback failback) {
        ApplicationSpec spec = promising("\"" + objective + "\"", ", \"demand\": {\"perSecond\": {\"US\": 5}}");

        assertThat(spec.healthCheck().intervalMs()).isEqualTo(intervalMs);
        assertThat(headroomPercent(spec)).isEqualTo(headroomPercent);
        assertThat(spec.steering().failback()).isEqualTo(failback);
        assertThat(spec.steering().recovery().equals(Recovery.AT_ONCE)).isEqualTo(failback == Failback.HOLD);
    }

    @ParameterizedTest
    @ValueSource(strings = {"99.9", "99.95", "99.99"})
    void neverTouchesWhatTheSpecSays(String objective) {
        ApplicationSpec spec = promising("\"" + objective + "\"", """
                , "demand": {"perSecond": {"US": 5}, "headroomPercent": 7}, "healthCheck": {"intervalMs": 700, "fall": 9},
                "steering": {"failback": "hold", "recovery": {"rampPercent": [33]}}""");

        assertThat(spec.healthCheck().intervalMs()).isEqualTo(700);
        assertThat(spec.healthCheck().fall()).isEqualTo(9);
        assertThat(headroomPercent(spec)).isEqualTo(7);
        assertThat(spec.steering().failback()).isEqualTo(Failback.HOLD);
        assertThat(spec.steering().recovery().rampPercent()).containsExactly(33);
        assertThat(spec.steering().recovery().stableForMs()).isZero();
    }

    @Test
    void keepsTheOtherSettingsOfAPartThatItFillsIn() {
        ApplicationSpec spec = promising("\"99.95\"", """
                , "healthCheck": {"path": "/alive", "timeoutMs": 800, "slowMs": 300, "holdConnection": true},
                "steering": {"nearest": false, "weights": {"us-east": 3}, "allDown": "fail-closed", "slow": "avoid"}""");

        assertThat(spec.healthCheck())
                .usingRecursiveComparison()
                .ignoringFields("intervalMs")
                .isEqualTo(spec("""
                        , "healthCheck": {"path": "/alive", "timeoutMs": 800, "slowMs": 300, "holdConnection": true}""").healthCheck());
        assertThat(spec.steering())
                .usingRecursiveComparison()
                .ignoringFields("failback", "recovery")
                .isEqualTo(spec("""
                        , "steering": {"nearest": false, "weights": {"us-east": 3}, "allDown": "fail-closed", "slow": "avoid"}""").steering());
    }

    @Test
    void withoutAnObjectiveAllIsAsItAlwaysWas() {
        ApplicationSpec spec = spec(", \"demand\": {\"perSecond\": {\"US\": 5}}");

        assertThat(spec.uptime()).isNull();
        assertThat(spec.healthCheck().intervalMs()).isEqualTo(1_000);
        assertThat(headroomPercent(spec)).isEqualTo(20);
        assertThat(spec.steering().failback()).isEqualTo(Failback.HOLD);
        assertThat(spec.steering().recovery()).isEqualTo(Recovery.AT_ONCE);
    }

    @Test
    void leftOutIsTheSameAsTheDefaultWritten() {
        assertThat(spec(", \"demand\": {\"perSecond\": {}}")).isEqualTo(spec("""
                        , "demand": {"perSecond": {}, "headroomPercent": 20}, "healthCheck": {"intervalMs": 1000},
                        "steering": {"failback": "hold", "recovery": {}}"""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ", \"uptime\": {\"objective\": \"99.95\"}"})
    void isReadAsItWasStored(String uptime) {
        ApplicationSpec spec = spec(", \"demand\": {\"perSecond\": {\"US\": 5}}" + uptime);

        assertThat(JSON.readValue(JSON.writeValueAsString(spec), ApplicationSpec.class))
                .isEqualTo(spec);
    }

    @Test
    void takesANumberForTheText() {
        assertThat(promising("99.95", "")).isEqualTo(promising("\"99.95\"", ""));
    }

    @Test
    void readsAnObjectiveOfANewerVersionAsNone() {
        ApplicationSpec spec = read(LenientJson.of(JSON), ", \"uptime\": {\"objective\": \"99.999\", \"colour\": 1}");

        assertThat(spec.uptime()).isEqualTo(new Uptime("99.999"));
        assertThat(new Uptime("99.999").known()).isFalse();
        assertThat(new Uptime("99.999").budget(Duration.ofDays(30))).isEmpty();
        assertThat(spec.healthCheck().intervalMs()).isEqualTo(1_000);
    }

    @Test
    void everyObjectiveHasABudgetOfItsOwn() {
        List<Duration> budgets = Uptime.OBJECTIVES.stream()
                .map(objective ->
                        new Uptime(objective).budget(Duration.ofDays(30)).orElseThrow())
                .toList();

        assertThat(budgets)
                .containsExactly(
                        Duration.ofMillis(2_592_000), Duration.ofMillis(1_296_000), Duration.ofMillis(259_200));
    }
}
