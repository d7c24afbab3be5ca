package dev.fairlead.health.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HttpAnswerTests {

    /** Feeds the bytes one by one; none but the last may make the answer whole. */
    private static HttpAnswer whole(String bytes) throws ProtocolException {
        for (int i = 0; i < bytes.length(); i++) {
            assertThat(HttpAnswer.parse(bytes.substring(0, i), false)).isEmpty();
        }
        return HttpAnswer.parse(bytes, false).orElseThrow();
    }

    @Test
    void isWholeWhenItsLengthIsThere() throws Exception {
        HttpAnswer answer = whole("HTTP/1.1 200 OK\r\nServer: x\r\nContent-Length: 5\r\nDate: y\r\n\r\nv-1.2");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo("v-1.2");
    }

    @Test
    void joinsChunks() throws Exception {
        assertThat(whole(
                                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nver\r\nA;x=y\r\nsion-1.2.3\r\n0\r\n")
                        .text())
                .isEqualTo("version-1.2.3");
    }

    @Test
    void endsWithTheConnectionWhenNothingElseSaysSo() throws Exception {
        String bytes = "HTTP/1.0 500 Oops\r\n\r\nbroken";

        assertThat(HttpAnswer.parse(bytes, false)).isEmpty();
        assertThat(HttpAnswer.parse(bytes, true)).contains(new HttpAnswer(500, "http/1.0 500 oops", "broken"));
    }

    @Test
    void hasNoBodyWhereNoneMayBe() throws Exception {
        assertThat(whole("HTTP/1.1 204 No Content\r\n\r\n").status()).isEqualTo(204);
    }

    @Test
    void readsTheBodyAsUtf8() throws Exception {
        String bytes = new String("é".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);

        assertThat(whole("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n" + bytes).text())
                .isEqualTo("é");
    }

    @Test
    void refusesWhatIsNotHttp() {
        assertThatThrownBy(() -> HttpAnswer.parse("SSH-2.0-x", false)).hasMessage("the answer is not HTTP");
        assertThatThrownBy(() -> HttpAnswer.parse("HTTP/1.1 abc\r\n\r\n", false))
                .hasMessage("the answer is not HTTP");
    }
}
