package dev.fairlead.gateway.rfc2136;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.gateway.dataplane.DataPlaneException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TSIGRecord;

class TsigKeyFileTests {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    private TSIGRecord signature(String content) throws IOException {
        TSIG key = new TsigKeyFile(Files.writeString(directory.resolve("key"), content)).read();
        Message message = Message.newUpdate(Name.fromConstantString("contract.test."));
        key.apply(message, null);
        return message.getTSIG();
    }

    @Test
    void readsWhatTheToolsOfBindAndOfKnotWrite() throws IOException {
        TSIGRecord bind = signature("""
                key "fairlead" {
                	algorithm hmac-sha512;
                	secret "c2VjcmV0IG9mIHRoZSB0ZXN0cw==";
                };
                """);
        TSIGRecord line = signature("hmac-sha512:fairlead:c2VjcmV0IG9mIHRoZSB0ZXN0cw==\n");

        assertThat(bind.getName()).isEqualTo(line.getName()).hasToString("fairlead.");
        assertThat(bind.getAlgorithm()).isEqualTo(line.getAlgorithm()).isEqualTo(TSIG.HMAC_SHA512);
    }

    @Test
    void saysWhatIsWrongWithTheFileAndNotWhatIsInIt() {
        assertThatThrownBy(() -> signature("swordfish"))
                .isInstanceOf(DataPlaneException.class)
                .hasMessageStartingWith("there is no TSIG key in ");
        assertThatThrownBy(() -> signature("hmac-rot13:fairlead:c3dvcmRmaXNo"))
                .isInstanceOf(DataPlaneException.class)
                .hasMessageContaining("is of no known kind")
                .message()
                .doesNotContain("c3dvcmRmaXNo");
        assertThatThrownBy(() -> new TsigKeyFile(directory.resolve("none")).read())
                .isInstanceOf(DataPlaneException.class)
                .hasMessageEndingWith("none cannot be read");
    }
}
