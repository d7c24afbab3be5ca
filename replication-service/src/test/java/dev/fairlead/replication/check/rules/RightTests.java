package dev.fairlead.replication.check.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class RightTests {

    @Test
    void areGivenByWhatTheCommandLinePrintsToo() throws IOException {
        List<String> statements = Files.readAllLines(Path.of("../examples/database-role.sql")).stream()
                .filter(line -> !line.startsWith("--"))
                .toList();

        assertThat(Right.statements("fairlead"))
                .map(statement -> statement + ";")
                .isEqualTo(statements);
    }

    @Test
    void areGivenToNobodyElseWhateverTheRoleIsCalled() {
        assertThat(Right.statements("x\" superuser; --"))
                .first()
                .isEqualTo("create role \"x\"\" superuser; --\" login replication");
    }
}
