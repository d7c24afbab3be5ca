package dev.fairlead.health.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.traffic.HealthCheck;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatusLineTests {

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @ParameterizedTest
    @CsvSource({"200,true", "204,true", "301,true", "399,true", "100,false", "400,false", "503,false", "999,false"})
    void passesFrom200To399(int status, boolean passes) {
        Outcome outcome = new StatusLine(HealthCheck.defaults().expect())
                .take(bytes("HTTP/1.1 %d Whatever\r\n".formatted(status)));

        assertThat(outcome)
                .isEqualTo(
                        passes
                                ? new Outcome.Passed("status " + status)
                                : new Outcome.Failed("status %d, not 200-399".formatted(status)));
    }

    @Test
    void takesTheAnswerInPiecesOfAnySize() {
        StatusLine line = new StatusLine(HealthCheck.defaults().expect());
        @Nullable Outcome outcome = null;
        for (char c : "HTTP/1.0 503".toCharArray()) {
            assertThat(outcome).isNull();
            outcome = line.take(bytes(String.valueOf(c)));
        }

        assertThat(outcome).isEqualTo(new Outcome.Failed("status 503, not 200-399"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"S", "HTTP/2", "HTTP/1.1  200", "HTTP/1.1 2x", "HTTP/1.1 099 ", "\0"})
    void refusesWhatIsNotHttpAsSoonAsItShows(String garbage) {
        assertThat(new StatusLine(HealthCheck.defaults().expect()).take(bytes(garbage)))
                .isEqualTo(Outcome.NOT_HTTP);
    }
}
