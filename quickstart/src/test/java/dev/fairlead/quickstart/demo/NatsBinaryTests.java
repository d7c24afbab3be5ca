package dev.fairlead.quickstart.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NatsBinaryTests {

    @TempDir
    private Path home;

    private Path program(String directory) throws IOException {
        Path file = home.resolve(directory).resolve("nats-server");
        Files.createDirectories(file.getParent());
        Files.createFile(file);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void takesThatOfThePathBeforeTheCheckouts() throws IOException {
        Path own = program(".fairlead/tools/nats/bin");
        assertThat(new NatsBinary(home, "/nowhere").path()).isEqualTo(own);
        Path installed = program("usr/bin");
        assertThat(new NatsBinary(home, "/nowhere:" + home.resolve("usr/bin")).path())
                .isEqualTo(installed);
    }

    @Test
    void takesNothingThatCannotBeStarted() throws IOException {
        Path file = program("usr/bin");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        NatsBinary binary = new NatsBinary(home, home.resolve("usr/bin").toString());
        assertThat(binary.find()).isEmpty();
        assertThatExceptionOfType(DemoException.class)
                .isThrownBy(binary::path)
                .withMessageContaining("install nats-server")
                .satisfies(failure -> assertThat(failure.getMessage()).hasLineCount(1));
    }
}
