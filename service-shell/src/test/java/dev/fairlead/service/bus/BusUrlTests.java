package dev.fairlead.service.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BusUrlTests {

    @Test
    void takesAnyJdbcUrlOfPostgres() {
        String url = "jdbc:postgresql://a:5432,b:5432/fairlead?targetServerType=primary";
        assertThat(BusUrl.parse(url)).isEqualTo(new BusUrl.Postgres(url));
    }

    @Test
    void takesServersInTheirOrder() {
        assertThat(BusUrl.parse("nats://east:4222, nats://west:4222,nats://[2001:db8::1]"))
                .isEqualTo(new BusUrl.Nats(
                        List.of("nats://east:4222", "nats://west:4222", "nats://[2001:db8::1]"), false));
        assertThat(BusUrl.parse("tls://east")).isEqualTo(new BusUrl.Nats(List.of("tls://east"), true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "none",
                "nats://",
                "nats:east",
                "http://east:4222",
                "jdbc:mysql://east/fairlead",
                "nats://east,",
                "nats://east:0",
                "nats://east:70000",
                "nats://ea st",
                "nats://east/path",
                "nats://east?tls=true",
                "NATS://east"
            })
    void saysWhatItTakesInsteadOfAnythingElse(String url) {
        assertThatThrownBy(() -> BusUrl.parse(url))
                .hasMessageContaining("neither jdbc:postgresql:… nor nats://host:port or tls://host:port");
    }

    @Test
    void refusesAMixtureOfEncryptedAndPlain() {
        assertThatThrownBy(() -> BusUrl.parse("nats://east,tls://west")).hasMessageContaining("mixes");
    }

    @Test
    void refusesAPasswordInTheUrlWithoutRepeatingIt() {
        assertThatThrownBy(() -> BusUrl.parse("nats://traffic:secret@east"))
                .hasMessageContaining("fairlead.bus.password")
                .hasMessageNotContaining("secret");
    }
}
