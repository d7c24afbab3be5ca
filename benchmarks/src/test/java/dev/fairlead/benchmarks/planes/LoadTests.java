package dev.fairlead.benchmarks.planes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class LoadTests {

    private static final String SAID = """
            DNS Performance Testing Tool
            Version 2.10.0

            Statistics:

              Queries sent:         30010
              Queries completed:    30000 (99.97%)
              Queries lost:         10 (0.03%)

              Response codes:       SERVFAIL 100 (0.33%), NOERROR 29900 (99.67%)
              Average packet size:  request 57, response 73
              Run time (s):         2.500000
              Queries per second:   12000.000000
            """;

    @Test
    void readsWhatDnsperfSays() {
        assertThat(Load.parse(SAID)).isEqualTo(new Load(30_000, 29_900, 10, 2.5));
        assertThat(Load.parse(SAID).perSecond()).isEqualTo(12_000);
    }

    @Test
    void takesNoAnswerForAGoodOneWhereAllAreErrors() {
        assertThat(Load.parse(SAID.replace(", NOERROR 29900 (99.67%)", "")).good())
                .isZero();
    }

    @Test
    void showsWhatItSaidWhenItDidNotMeasure() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Load.parse("Error: unable to open file"))
                .withMessageContaining("unable to open file");
    }
}
