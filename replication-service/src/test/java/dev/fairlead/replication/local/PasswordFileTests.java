package dev.fairlead.replication.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PasswordFileTests {

    @Test
    void isFoundByAProgramThatRunsInAnotherDirectory() {
        Path relative = Path.of("pgpass");
        assertThat(new PasswordFile(relative).environment())
                .containsEntry("PGPASSFILE", relative.toAbsolutePath().toString());
    }
}
