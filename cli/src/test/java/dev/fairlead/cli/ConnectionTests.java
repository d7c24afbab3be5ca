package dev.fairlead.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectionTests {

    @TempDir
    private Path directory;

    private final TestGateway gateway = new TestGateway();

    @BeforeEach
    void answer() {
        gateway.on("GET /v1/plans", 200, "{\"items\": []}");
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @ParameterizedTest
    @CsvSource({
        "400, UNREADABLE_BODY, 1",
        "401, NOT_AN_OPERATOR, 4",
        "403, NOT_ALLOWED, 4",
        "404, NO_PLAN, 1",
        "409, OVERRIDE_EXISTS, 3",
        "409, SAFETY_RULE_VIOLATED, 5",
        "412, STALE_ETAG, 3",
        "413, BODY_TOO_LARGE, 1",
        "422, INVALID_VALUE, 1",
        "428, PRECONDITION_REQUIRED, 3",
        "500, INTERNAL, 1",
        "503, SERVICE_UNAVAILABLE, 6"
    })
    void endsWithACodeThatScriptsCanTellApart(int status, String code, int exitCode) {
        gateway.on("GET /v1/verdicts", status, "{\"code\": \"%s\", \"detail\": \"what is wrong\"}".formatted(code));

        Shell.Ended ended = Shell.at(gateway).run("get", "verdicts");

        assertThat(ended.exitCode()).isEqualTo(exitCode);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err()).isEqualTo("fairlead: what is wrong (%s)%n".formatted(code));
    }

    @Test
    void saysTheStatusWhenTheAnswerIsNotFairleads() {
        gateway.on("GET /v1/verdicts", 502, "<html>bad gateway</html>");

        assertThat(Shell.at(gateway).run("get", "verdicts").err()).isEqualTo("fairlead: the server answered 502\n");
    }

    @Test
    void isUnreachableWhenNoServerAnswers() throws IOException {
        String silent = silent();

        Shell.Ended ended = Shell.at(gateway).run("get", "plans", "--server", silent);

        assertThat(ended.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(ended.err())
                .startsWith("fairlead: no server answers: " + silent)
                .hasLineCount(1);
    }

    @Test
    void takesTheNextAddressWhenOneIsSilent() throws IOException {
        Shell.Ended ended = Shell.at(gateway)
                .env("FAIRLEAD_SERVER", silent() + ", " + gateway.url() + "/")
                .run("get", "plans");

        assertThat(ended.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(ended.err()).isEmpty();
    }

    @Test
    void showsTheTokenOfAFileBeforeThatOfTheEnvironment() throws IOException {
        Path file = Files.writeString(directory.resolve("token"), "fairlead_of_the_file\n");

        Shell.at(gateway).run("get", "plans", "--token-file", file.toString());
        new Shell()
                .env("FAIRLEAD_SERVER", gateway.url())
                .env("FAIRLEAD_TOKEN_FILE", file.toString())
                .run("get", "plans");
        Shell.at(gateway).run("get", "plans");

        assertThat(gateway.asked())
                .extracting(TestGateway.Asked::authorization)
                .containsExactly(
                        "Bearer fairlead_of_the_file", "Bearer fairlead_of_the_file", "Bearer " + TestGateway.TOKEN);
    }

    @Test
    void findsTheRunningDemoByItself() throws IOException {
        Shell.Ended ended =
                new Shell().env("FAIRLEAD_CLIENT", demo(gateway.url())).run("get", "plans");

        assertThat(ended.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(gateway.asked().getFirst().authorization()).isEqualTo("Bearer demo-token");
    }

    @Test
    void neverShowsTheDemosTokenToAnotherServer() throws IOException {
        Shell.Ended ended = new Shell()
                .env("FAIRLEAD_CLIENT", demo("http://127.0.0.1:1"))
                .run("get", "plans", "--server", gateway.url());

        assertThat(ended.exitCode()).isEqualTo(ExitCode.NOT_ALLOWED);
        assertThat(ended.err()).contains("no operator's token");
        assertThat(gateway.asked()).isEmpty();
    }

    @Test
    void ignoresADemoThatIsGone() {
        Shell.Ended ended = Shell.at(gateway)
                .env("FAIRLEAD_CLIENT", directory.resolve("gone.json").toString())
                .run("get", "plans");

        assertThat(ended.exitCode()).isEqualTo(ExitCode.OK);
    }

    @Test
    void refusesAnAddressThatIsNone() {
        Shell.Ended ended = Shell.at(gateway).run("get", "plans", "--server", "ftp://x");

        assertThat(ended.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(ended.err()).contains("'ftp://x' is not an address");
    }

    private String demo(String server) throws IOException {
        return Files.writeString(
                        directory.resolve("client.json"),
                        "{\"server\": \"%s\", \"token\": \"demo-token\"}".formatted(server))
                .toString();
    }

    private static String silent() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return "http://127.0.0.1:" + socket.getLocalPort();
        }
    }
}
