package dev.fairlead.gateway.operators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OperatorTokensTests {

    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    @TempDir
    Path directory;

    @Test
    void knowsOperatorsByTheHashOfTheirToken() {
        OperatorTokens tokens = new OperatorTokens(
                Map.of("ann", OperatorTokens.hash("token-of-ann"), "ci", OperatorTokens.hash("token-of-ci")));

        assertThat(tokens.operator("Bearer token-of-ann")).contains("ann");
        assertThat(tokens.operator("bearer token-of-ci")).contains("ci");
        assertThat(tokens.operator("Bearer token-of-bob")).isEmpty();
        assertThat(tokens.operator("Bearer " + OperatorTokens.hash("token-of-ann")))
                .isEmpty();
        assertThat(tokens.operator("Bearer ")).isEmpty();
        assertThat(tokens.operator("Basic token-of-ann")).isEmpty();
        assertThat(tokens.operator("")).isEmpty();
    }

    @Test
    void refusesNamesThatCouldForgeAHeaderAndHashesThatAreNone() {
        assertThatThrownBy(() -> new OperatorTokens(Map.of("a\nb", OperatorTokens.hash("x"))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new OperatorTokens(Map.of("ann", "token-of-ann")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ann is not a SHA-256")
                .hasMessageNotContaining("token-of");
    }

    @Test
    void leavesTheFirstTokenToItsOwnerAlone() throws IOException {
        Path state = directory.resolve("state");
        OperatorTokens tokens = new OperatorTokens(new OperatorTokenFile(state).readOrCreate(NOW));

        String token = Files.readString(state.resolve("operator-token")).strip();
        assertThat(token).matches("fairlead_[0-9a-f]{8}_[0-9a-f]{64}");
        assertThat(tokens.operator("Bearer " + token)).contains("operator");
        for (String file : new String[] {"operator-token", "operator-tokens"}) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(state.resolve(file))))
                    .isEqualTo("rw-------");
        }
        assertThat(state.toFile().list()).containsExactlyInAnyOrder("operator-token", "operator-tokens");
    }

    @Test
    void keepsOnlyTheHashAmongItsOwn() throws IOException {
        new OperatorTokenFile(directory).readOrCreate(NOW);

        String token = Files.readString(directory.resolve("operator-token")).strip();
        assertThat(Files.readString(directory.resolve("operator-tokens")))
                .isEqualTo("operator %s 2026-11-22T10:00:00Z\n".formatted(OperatorTokens.hash(token)))
                .doesNotContain(token.substring(token.lastIndexOf('_') + 1));
    }

    @Test
    void makesNoSecondTokenWhenTheFirstWasTakenAway() throws IOException {
        Map<String, String> first = new OperatorTokenFile(directory).readOrCreate(NOW);
        Files.delete(directory.resolve("operator-token"));

        assertThat(new OperatorTokenFile(directory).readOrCreate(NOW)).isEqualTo(first);
        assertThat(directory.resolve("operator-token")).doesNotExist();
    }

    @Test
    void takesFurtherOperatorsFromTheFile() throws IOException {
        Files.writeString(
                directory.resolve("operator-tokens"),
                "# who may call\nann %s 2026-11-22T10:00:00Z\n\nci %s\n"
                        .formatted(OperatorTokens.hash("a"), OperatorTokens.hash("b")));

        assertThat(new OperatorTokenFile(directory).readOrCreate(NOW)).containsOnlyKeys("ann", "ci");
    }

    @Test
    void refusesAFileWithTheSameNameTwice() throws IOException {
        Files.writeString(directory.resolve("operator-tokens"), "ann x\nann y\n");

        assertThatThrownBy(() -> new OperatorTokenFile(directory).readOrCreate(NOW))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("operator-tokens");
    }
}
