package dev.fairlead.gateway.discover;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreconditionTests {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            wait=10                       | 10
            WAIT = 10                     | 10
            wait="10"                     | 10
            respond-async, wait=7;foo=bar | 7
            wait=5, wait=50               | 5
            wait=61                       | 60
            wait=999999999                | 60
            wait=9999999999               | 0
            wait=0                        | 0
            wait=-1                       | 0
            wait=1.5                      | 0
            wait                          | 0
            await=10                      | 0
            ,;=                           | 0
            """)
    void takesTheFirstWaitThatCanBeReadAndBoundsIt(String prefer, int seconds) {
        assertThat(Precondition.of(null, prefer)).isEqualTo(new Precondition(Precondition.NOTHING, seconds));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            "12"             | 12
            W/"12"           | 12
            "3", W/"12", "7" | 12
            "0"              | 0
            """)
    void knowsTheNewestOfTheEpochsThatTheClientHas(String ifNoneMatch, long epoch) {
        assertThat(Precondition.of(ifNoneMatch, null)).isEqualTo(new Precondition(epoch, 0));
    }

    @Test
    void aTagThatIsNoEpochIsNone() {
        assertThat(Precondition.of("\"abc\", *, 12", null)).isEqualTo(new Precondition(Precondition.NOTHING, 0));
    }
}
