package dev.fairlead.gateway.builtin.dns;

import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.fairlead.gateway.builtin.dns.guard.CookieKey;
import dev.fairlead.testing.MutableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CookieKeysTests {

    private static final String OLD = "e5e973e5a6b2a43f48e7dc849e37bfcf";
    private static final String NEXT = "445536bcd2513298075a5d379663c962";
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @Test
    void drawsASecretEachDayAndAcceptsTheOneBefore() {
        MutableClock clock = new MutableClock(Instant.parse("2026-01-01T00:00:00Z"));
        DrawnCookieKeys keys = new DrawnCookieKeys(new SecureRandom(), clock);
        CookieKey first = keys.get().getFirst();
        clock.advance(Duration.ofHours(24));
        assertThat(keys.get()).containsExactly(first);
        clock.advance(Duration.ofSeconds(1));
        assertThat(keys.get()).hasSize(2).last().isEqualTo(first);
        assertThat(keys.get()).isEqualTo(keys.get()).first().isNotEqualTo(first);
        clock.advance(Duration.ofHours(25));
        assertThat(keys.get()).hasSize(2).doesNotContain(first);
    }

    @Test
    void readsTheSecretsOfAFileAgainWhenTheyAreRolledOver() throws IOException {
        Path file = directory.resolve("secrets");
        Files.writeString(file, "# of ns1\n" + OLD + "\n\n");
        CookieKeyFile keys = new CookieKeyFile(file, Duration.ofMillis(1));
        assertThat(keys.get()).containsExactly(CookieKey.of(OLD));
        Files.writeString(file, NEXT + "\n" + OLD + "\n");
        eventually(PATIENCE, () -> assertThat(keys.get()).containsExactly(CookieKey.of(NEXT), CookieKey.of(OLD)));
    }

    @Test
    void keepsTheSecretsWhenTheFileIsNoLongerGood() throws IOException {
        Path file = directory.resolve("secrets");
        Files.writeString(file, OLD);
        CookieKeyFile keys = new CookieKeyFile(file, Duration.ZERO);
        for (String broken : List.of("", "not a secret")) {
            Files.writeString(file, broken);
            assertThat(keys.get()).containsExactly(CookieKey.of(OLD));
        }
        Files.delete(file);
        assertThat(keys.get()).containsExactly(CookieKey.of(OLD));
    }

    @Test
    void doesNotStartWithoutASecret() {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> new CookieKeyFile(directory.resolve("none")))
                .withMessageContaining("none");
    }
}
