package dev.fairlead.gateway.gdnsd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.gateway.dataplane.DataPlaneException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdminStateTests {

    private static final String KEY = "geoip/www/us-east";
    private static final List<String> OWN = List.of("geoip/www/us-east => UP/60", "geoip/www/us-west => DOWN/60");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @Test
    void writesItsLinesBehindThoseOfOthersAndReadsThemBack() {
        AdminState state = new AdminState("# ours since May\n*/xmpp => UP/30, 192.0.2.1/x\n   => DOWN").with(OWN);
        assertThat(state.text()).isEqualTo("""
                        # ours since May
                        */xmpp => UP/30, 192.0.2.1/x
                           => DOWN
                        geoip/www/us-east => UP/60 # heritage=fairlead
                        geoip/www/us-west => DOWN/60 # heritage=fairlead
                        """);
        assertThat(state.own()).isEqualTo(OWN);
        assertThat(state.with(OWN)).isEqualTo(state);
    }

    @Test
    void takesOnlyItsOwnLinesAway() {
        String before = "a => DOWN\r\n\n# b \u00e4\n";
        String between = "geoip/www/us-west => DOWN/60   # heritage=fairlead  \n";
        assertThat(new AdminState(before + between + "c => UP").with(List.of()).text())
                .isEqualTo(before + "c => UP");
        assertThat(new AdminState("").with(List.of()).text()).isEmpty();
    }

    @Test
    void showsWhatAnotherHandMadeOfItsLines() {
        AdminState state = new AdminState("  geoip/www/us-east => DOWN\t# heritage=fairlead\n# heritage=fairlead\n");
        assertThat(state.own()).containsExactly("geoip/www/us-east => DOWN", "");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // somebody else's text | whether it speaks of the key
                "geoip/www/us-east => UP              | true",
                "geoip/www/us-east=DOWN               | true",
                "a => UP, geoip/www/us-east => UP     | true",
                "a => UP geoip/www/us-east => UP      | true",
                "\"geoip/www/us-east\" => \"DOWN\"    | true",
                "\"geo\\105p/www/us-e\\ast\" => DOWN  | true",
                "*/us-east => DOWN                    | true",
                "geoip/*/us-???? => DOWN              | true",
                "\"geoip/[a-w]ww/[!x]s-east\" => DOWN | true",
                "\"geoip/[z-a]\" => DOWN              | true",
                "* => UP                              | true",
                "geoip/www/us-west => DOWN            | false",
                "geoip/www/us-east2 => DOWN           | false",
                "geoip/ww/us-east => DOWN             | false",
                "x/geoip/www/us-east => DOWN          | false",
                "\"geoip/[a-v]ww/us-east\" => DOWN    | false",
                "geoip/www/us-?ast/ => DOWN           | false",
                "# geoip/www/us-east => DOWN          | false",
                "a => UP # geoip/www/us-east => DOWN  | false",
                "a => geoip/www/us-east               | false",
                "\"a#\" => UP                         | false",
                "geoip/www/us-east => UP # heritage=fairlead | false",
            })
    void knowsWhatSomebodyElsesLineSpeaksOf(String text, boolean claimed) {
        assertThat(new AdminState(text).claimed(Set.of(KEY))).isEqualTo(claimed ? Set.of(KEY) : Set.of());
    }

    @Test
    void replacesTheFileWithItsPermissionsAndEveryByteOfOthers() throws IOException {
        Path path = directory.resolve("admin_state");
        AdminStateFile file = new AdminStateFile(path);
        assertThat(file.read()).isEqualTo(new AdminState(""));
        byte[] others = {'#', (byte) 0xff, (byte) 0x80, 0, '\n'};
        Files.write(path, others);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-rw-r--"));
        AdminState before = file.read();
        file.replace(before, before.with(OWN));
        assertThat(file.read().own()).isEqualTo(OWN);
        assertThat(Files.readString(path, StandardCharsets.ISO_8859_1))
                .startsWith(new String(others, StandardCharsets.ISO_8859_1));
        assertThat(Files.getPosixFilePermissions(path)).isEqualTo(PosixFilePermissions.fromString("rw-rw-r--"));
        assertThat(directory).isDirectoryNotContaining("glob:**.fairlead");
    }

    @Test
    void writesNothingOverWhatAnotherHandWroteMeanwhile() throws IOException {
        Path path = directory.resolve("admin_state");
        AdminStateFile file = new AdminStateFile(path);
        AdminState before = file.read();
        Files.writeString(path, "geoip/www/us-east => DOWN\n");
        assertThatThrownBy(() -> file.replace(before, before.with(OWN)))
                .isInstanceOf(DataPlaneException.class)
                .hasMessageContaining("another hand");
        assertThat(path).hasContent("geoip/www/us-east => DOWN\n");
    }

    @Test
    void saysWhichFileItCannotWrite() {
        AdminStateFile file = new AdminStateFile(directory.resolve("none").resolve("admin_state"));
        assertThatThrownBy(() -> file.replace(file.read(), new AdminState("").with(OWN)))
                .isInstanceOf(DataPlaneException.class)
                .hasMessageContaining("none");
    }
}
