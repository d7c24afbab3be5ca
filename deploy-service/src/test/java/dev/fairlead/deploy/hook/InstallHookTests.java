package dev.fairlead.deploy.hook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.runs.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

@Timeout(30)
class InstallHookTests {

    private static final InstallHook.Order ORDER =
            new InstallHook.Order(ApplicationName.of("shop"), DataCenterName.of("us-east"), "2.0");

    private final HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    private final CountDownLatch over = new CountDownLatch(1);
    private final InstallHook hook = new InstallHook(new HookPolicy(true), JsonMapper.shared(), Duration.ofMillis(500));

    InstallHookTests() throws IOException {
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    @AfterEach
    void stop() {
        over.countDown();
        hook.close();
        server.stop(0);
    }

    @ParameterizedTest
    @CsvSource({"200, Done", "204, Done", "302, Failed", "403, Failed", "500, NotYet", "503, NotYet"})
    void triesAgainWhatTheServerCouldNotDoAndTakesARefusalAsFinal(int status, String outcome) {
        String url = answering(exchange -> {
            exchange.getResponseHeaders().add("Location", "/elsewhere");
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        assertThat(hook.install(url, ORDER, "run", 1).getClass().getSimpleName())
                .isEqualTo(outcome);
    }

    @Test
    void tellsTheHookWhichRunAndEpochOrders() {
        String url = answering(exchange -> {
            boolean told = exchange.getRequestHeaders().getFirst("Fairlead-Run").equals("run-1")
                    && exchange.getRequestHeaders().getFirst("Fairlead-Epoch").equals("7");
            exchange.sendResponseHeaders(told ? 204 : 400, -1);
            exchange.close();
        });
        assertThat(hook.install(url, ORDER, "run-1", 7)).isInstanceOf(Outcome.Done.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"version": "1.0", "more": 1} | 1.0
            {"version": ""}               |
            {"version": 3}                | 3
            {}                            |
            []                            |
            """)
    void readsTheInstalledVersion(String body, String version) {
        assertThat(hook.installed(saying(body)).orElse(null)).isEqualTo(version);
    }

    @Test
    void doesNotTakeWhatIsNotJsonForNoVersion() {
        String url = saying("<html>");
        assertThatIllegalStateException().isThrownBy(() -> hook.installed(url));
    }

    @Test
    void doesNotReadAnEndlessAnswer() {
        String url = saying("\"" + "x".repeat(100_000) + "\"");
        assertThatIllegalStateException().isThrownBy(() -> hook.installed(url));
    }

    @Test
    void givesUpOnAnAnswerThatStopsInTheMiddle() {
        String url = answering(exchange -> {
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            await(over);
        });
        assertThatIllegalStateException()
                .isThrownBy(() -> hook.installed(url))
                .withMessage("the hook does not answer within 500 ms");
    }

    private String saying(String body) {
        return answering(exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }

    private String answering(HttpHandler handler) {
        server.createContext("/", handler);
        return "http://127.0.0.1:%d/".formatted(server.getAddress().getPort());
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
