package dev.fairlead.traffic.intent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.fairlead.contracts.InvalidFieldException;
import dev.fairlead.contracts.traffic.Resilience;
import dev.fairlead.contracts.traffic.Resilience.Ejection;
import dev.fairlead.contracts.traffic.Resilience.Retries;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class ResilienceTests {

    @Test
    void whatIsLeftOutIsAsByDefault() {
        Resilience some = JsonMapper.shared().readValue("""
                        {"ejection": {"serverErrors": 20}, "retries": {}}""", Resilience.class);

        assertThat(some).isEqualTo(new Resilience(new Ejection(20, 3, 30_000, 99), Retries.defaults()));
        assertThat(JsonMapper.shared().readValue("{}", Resilience.class)).isEqualTo(Resilience.defaults());
    }

    @Test
    void namesTheFieldThatMakesNoSense() {
        assertThatExceptionOfType(InvalidFieldException.class)
                .isThrownBy(() -> new Ejection(5, 3, 30_000, 101))
                .satisfies(refused -> assertThat(refused.field()).isEqualTo("mostPercent"));
        assertThatExceptionOfType(InvalidFieldException.class)
                .isThrownBy(() -> new Ejection(-1, 3, 30_000, 50))
                .satisfies(refused -> assertThat(refused.field()).isEqualTo("serverErrors"));
        assertThatExceptionOfType(InvalidFieldException.class)
                .isThrownBy(() -> new Retries(11, 20))
                .satisfies(refused -> assertThat(refused.field()).isEqualTo("attempts"));
    }
}
