package dev.fairlead.replication.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.contracts.EndpointAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
class ServerFilesTests {

    private static final EndpointAddress PRIMARY = EndpointAddress.of("192.0.2.1:5432");

    @TempDir
    Path folder;

    private LocalProperties.Server server;
    private ServerFiles files;

    @BeforeEach
    void create() throws IOException {
        server = new LocalProperties.Server(PRIMARY, folder.resolve("main"), folder, null, null, null);
        Files.createDirectory(server.dataDirectory());
        files = new ServerFiles(server);
    }

    @Test
    void aStandbyIsToldWhomToFollowAndKeepsItsOtherSettings() throws IOException {
        Path altered = server.dataDirectory().resolve("postgresql.auto.conf");
        Files.writeString(altered, """
                work_mem = '5MB'
                primary_conninfo = 'host=elsewhere'
                primary_slot_name = 's2'
                """);
        files.fence(3);
        String connection = ConnectionText.to(PRIMARY, "mover")
                .with("password", "it's \\ it")
                .toString();
        files.follow(connection, "us_east");
        files.follow(connection, "us_east");

        assertThat(altered).hasContent("""
                work_mem = '5MB'
                primary_conninfo = 'host=''192.0.2.1'' port=''5432'' user=''mover'' connect_timeout=''3'' \
                password=''it\\\\''s \\\\\\\\ it'''
                primary_slot_name = 'us_east'
                recovery_target_timeline = 'latest'
                """);
        assertThat(Files.getPosixFilePermissions(altered)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(server.dataDirectory().resolve("standby.signal")).exists();
        assertThat(files.fenced()).isEmpty();
    }

    @Test
    void aFenceIsOfTheHighestEpochAndHoldsWithoutData() throws IOException {
        files.fence(3);
        files.fence(2);
        assertThat(files.fenced()).hasValue(3);
        Files.delete(server.dataDirectory().resolve("standby.signal"));
        Files.move(server.dataDirectory(), server.beside("replaced"));
        files.fence(4);
        assertThat(files.fenced()).hasValue(4);
    }

    @Test
    void twoServersAreTwo() {
        LocalProperties.Server other = new LocalProperties.Server(
                EndpointAddress.of("192.0.2.2:5432"), folder.resolve("main/../main"), folder, null, null, null);
        assertThatThrownBy(() -> new LocalProperties(List.of(server, other)))
                .hasMessageContaining("same address or directory");
    }
}
