package dev.fairlead.gateway.dataplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableFileTests {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @Test
    void isReadAsItWasWrittenAndLeavesNothingBesideIt() throws IOException {
        DurableFile file = new DurableFile(directory.resolve("deeper/one"));
        assertThat(file.read()).isEmpty();
        file.write("längst");
        file.write("längst vergangen");
        assertThat(file.read()).contains("längst vergangen");
        try (var files = Files.list(directory.resolve("deeper"))) {
            assertThat(files).containsExactly(directory.resolve("deeper/one"));
        }
        file.delete();
        assertThat(file.read()).isEmpty();
        file.delete();
    }

    @Test
    void keepsItsPermissions() throws IOException {
        DurableFile file = new DurableFile(directory.resolve("one"));
        file.write("before");
        Files.setPosixFilePermissions(file.path(), PosixFilePermissions.fromString("rw-r-----"));

        file.write("after");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path())))
                .isEqualTo("rw-r-----");
    }

    @Test
    void replacesOnlyWhatItKnowsWhereAnotherHandWritesToo() throws IOException {
        DurableFile file = new DurableFile(directory.resolve("one"));
        file.replace("", "ours");
        Files.writeString(file.path(), "theirs");

        assertThatExceptionOfType(DataPlaneException.class)
                .isThrownBy(() -> file.replace("ours", "ours again"))
                .withMessageContaining("another hand changed");

        assertThat(file.read()).contains("theirs");
        assertThat(directory).isDirectoryNotContaining("glob:**.tmp");
        file.replace("theirs", "ours again");
        assertThat(file.read()).contains("ours again");
    }

    @Test
    void leavesEveryByteAsItWasWhereTheWritingIsLatin() throws IOException {
        DurableFile file = new DurableFile(directory.resolve("one"), StandardCharsets.ISO_8859_1);
        byte[] broken = {'a', (byte) 0xff, (byte) 0xc3, '\n'};
        Files.write(file.path(), broken);

        file.write(file.read().orElseThrow());

        assertThat(file.path()).hasBinaryContent(broken);
    }

    @Test
    void staysAsItWasWhenTheDiskIsFull() throws IOException {
        DurableFile file = new DurableFile(directory.resolve("one"));
        file.write("before");
        Files.createSymbolicLink(directory.resolve("one.tmp"), Path.of("/dev/full"));
        assertThatExceptionOfType(DataPlaneException.class)
                .isThrownBy(() -> file.write("after"))
                .withMessage("cannot write %s, which stays as it was: No space left on device"
                        .formatted(directory.resolve("one")));
        assertThat(file.read()).contains("before");
        file.write("after");
        assertThat(file.read()).contains("after");
    }

    @Test
    void saysWhyAFolderCannotBeWrittenTo() throws IOException {
        Files.writeString(directory.resolve("no-folder"), "");
        assertThatExceptionOfType(DataPlaneException.class)
                .isThrownBy(() -> new DurableFile(directory.resolve("no-folder/one")).write("x"))
                .withMessageContaining("no-folder/one");
    }
}
