package dev.fairlead.replication.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsTests {

    @TempDir
    Path folder;

    @Test
    void areReadAtEveryUseAndNeverPrinted() throws IOException {
        Credentials credentials = new Credentials(folder);
        assertThatThrownBy(() -> credentials.login("shop")).hasMessage("there are no credentials named shop");
        Files.writeString(folder.resolve("shop"), "user=watcher\npassword=first\n");
        assertThat(credentials.login("shop").password()).isEqualTo("first");
        Files.writeString(folder.resolve("shop"), "user=watcher\npassword=second\n");
        assertThat(credentials.login("shop").password()).isEqualTo("second");
        assertThat(credentials.login("shop").toString()).doesNotContain("second");
    }

    @Test
    void namesTheCredentialsThatAreIncompleteAndNotTheirContent() throws IOException {
        Files.writeString(folder.resolve("shop"), "password=secret\n");
        assertThatThrownBy(() -> new Credentials(folder).login("shop"))
                .hasMessage("the credentials named shop lack user or password");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "../shop", "a/b", "/etc/passwd", "shop.bak", "Shop"})
    void leaveTheirDirectoryForNoName(String name) {
        assertThatThrownBy(() -> new Credentials(folder.resolve("inner")).login(name))
                .hasMessageContaining("is not a name of credentials");
    }
}
