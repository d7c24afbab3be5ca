package dev.fairlead.replication.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.replication.DatabaseCheck.Finding;
import dev.fairlead.contracts.replication.DatabaseCheck.Severity;
import dev.fairlead.postgres.FreePorts;
import dev.fairlead.postgres.PostgresServer;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same questions to the newest PostgreSQL, whose answers have grown. */
class PackagedPostgresCheckIT {

    @Test
    void readsEverythingByTheRoleItAsksFor(@TempDir Path folder) throws SQLException, IOException {
        PostgresServer east = PostgresServer.create(folder.resolve("east"), FreePorts.next(), Map.of("fsync", "off"));
        try (CheckedCluster cluster = new CheckedCluster(east, folder)) {
            assertThat(cluster.findings(cluster.asynchronous()))
                    .extracting(Finding::code)
                    .contains("WAL_RECEIVER_TIMEOUT", "MAX_SLOT_WAL_KEEP_SIZE")
                    .doesNotContain("MEMBER_NOT_READ", "NO_PRIMARY", "NO_REWIND", "ALTER_SYSTEM_OFF")
                    .noneMatch(code -> code.startsWith("ROLE"));
            assertThat(cluster.findings(cluster.asynchronous()))
                    .extracting(Finding::severity)
                    .doesNotContain(Severity.ERROR);
        }
    }
}
