package dev.fairlead.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.testing.TestAuthority;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
    void believesTheAuthorityThatItIsGivenAndNoOther() throws IOException {
        TestAuthority ours = TestAuthority.in(Files.createDirectory(directory.resolve("ours")));
        ours.issue("gateway", "ip:127.0.0.1");
        TestAuthority foreign = TestAuthority.in(Files.createDirectory(directory.resolve("foreign")));
        try (TestGateway secured = new TestGateway(ours.context("gateway"))) {
            secured.on("GET /v1/plans", 200, "{\"items\": []}");
            String[] line = {"get", "plans", "--ca-file", ours.certificate().toString()};

            assertThat(Shell.at(secured).run(line).exitCode()).isZero();
            assertThat(Shell.at(secured)
                            .env("FAIRLEAD_CA_FILE", ours.certificate().toString())
                            .run("get", "plans")
                            .exitCode())
                    .isZero();
            line[3] = foreign.certificate().toString();
            assertThat(Shell.at(secured).run(line).exitCode()).isEqualTo(ExitCode.UNREACHABLE);
            line[3] = ours.key("gateway").toString();
            assertThat(Shell.at(secured).run(line).exitCode()).isEqualTo(ExitCode.USAGE);
            line[3] = directory.resolve("missing").toString();
            assertThat(Shell.at(secured).run(line).err())
                    .isEqualTo("fairlead: cannot read certificates from %s%n".formatted(line[3]));
        }
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
    void readsAtTheNextAddressWhenAGatewayIsFrozenAndWaitsForTheLast() throws IOException {
        try (ServerSocket frozen = new ServerSocket(0)) { // it connects, and nobody ever reads
            List<String> servers = List.of("http://127.0.0.1:" + frozen.getLocalPort(), gateway.url());
            Api api = new Api(servers, TestGateway.TOKEN, null, new Api.Patience(1, 30_000));

            assertThat(api.get("/v1/plans").at("/items")).isEmpty();
        }
        assertThat(gateway.asked()).hasSize(1);
    }

    @Test
    void readsAtTheNextAddressWhenAGatewayIsNotReady() {
        try (TestGateway starting = new TestGateway()) {
            starting.on("GET /v1/plans", 503, "{\"code\": \"SERVICE_UNAVAILABLE\", \"detail\": \"it starts\"}");

            Shell.Ended ended = several(starting).run("get", "plans");

            assertThat(ended.exitCode()).isEqualTo(ExitCode.OK);
            assertThat(starting.asked()).hasSize(1);
        }
    }

    @Test
    void asksTheOneThatAnsweredFirstFromThenOn() throws IOException {
        gateway.on("GET /v1/data-centers/us-east", 404, "{}").on("PUT /v1/data-centers/us-east", 201, "{}");
        try (TestGateway starting = new TestGateway()) {
            starting.on("GET /v1/data-centers/us-east", 502, "");

            Shell.Ended ended = several(starting)
                    .runWith("kind: DataCenter\nmetadata: {name: us-east}\nspec: {}\n", "apply", "-f", "-");

            assertThat(ended.out()).isEqualTo("DataCenter/us-east created\n");
            assertThat(starting.asked()).hasSize(1);
        }
    }

    @Test
    void saysOfEachAddressWhyNoneIsOfUse() throws IOException {
        String silent = silent();
        gateway.on("GET /v1/verdicts", 503, "{\"code\": \"SERVICE_UNAVAILABLE\", \"detail\": \"health is away\"}");

        Shell.Ended ended = new Shell()
                .env("FAIRLEAD_SERVER", silent + "," + gateway.url())
                .env("FAIRLEAD_TOKEN", TestGateway.TOKEN)
                .run("get", "verdicts");

        assertThat(ended.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(ended.err())
                .startsWith("fairlead: no server answers: %s (".formatted(silent))
                .endsWith("), %s (health is away (SERVICE_UNAVAILABLE))%n".formatted(gateway.url()));
    }

    @Test
    void repeatsAtTheNextAddressAnOrderThatIsTheSameTwiceAsOnce() {
        gateway.onAny("PUT /v1/overrides/", 201, "{}");
        try (TestGateway breaking = new TestGateway()) {
            breaking.onAny("PUT /v1/overrides/", TestGateway.BREAKS_OFF, "");

            Shell.Ended ended = several(breaking).run("drain", "us-east", "--reason", "power work");

            assertThat(ended.exitCode()).isEqualTo(ExitCode.OK);
            assertThat(gateway.asked().getFirst().request())
                    .isEqualTo(breaking.asked().getFirst().request());
        }
    }

    @Test
    void givesNoOrderTwiceThatWouldCountTwice() {
        try (TestGateway breaking = new TestGateway()) {
            breaking.on("POST /v1/restores", TestGateway.BREAKS_OFF, "");

            Shell.Ended ended = several(breaking).run("restore", "us-east", "--reason", "power work done");

            assertThat(ended.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
            assertThat(ended.err())
                    .startsWith("fairlead: %s broke off".formatted(breaking.url()))
                    .contains("may or may not have been made");
            assertThat(gateway.asked()).isEmpty();
        }
    }

    @Test
    void givesAnOrderToTheNextAddressWhenTheFirstSurelyDidNotGetIt() throws IOException {
        gateway.on("POST /v1/restores", 200, "{\"ended\": []}");

        Shell.Ended ended = new Shell()
                .env("FAIRLEAD_SERVER", silent() + "," + gateway.url())
                .env("FAIRLEAD_TOKEN", TestGateway.TOKEN)
                .run("restore", "us-east", "--reason", "power work done");

        assertThat(ended.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(gateway.asked()).hasSize(1);
    }

    @Test
    void doesNotBlameOthersForAConflictWithItself() {
        gateway.on("GET /v1/data-centers/us-east", new TestGateway.Answer(200, "\"4\"", "{}"));
        gateway.on("PUT /v1/data-centers/us-east", 412, "{\"code\": \"STALE_ETAG\", \"detail\": \"it is at 5\"}");
        try (TestGateway breaking = new TestGateway()) {
            breaking.on("GET /v1/data-centers/us-east", new TestGateway.Answer(200, "\"4\"", "{}"));
            breaking.on("PUT /v1/data-centers/us-east", TestGateway.BREAKS_OFF, "");

            Shell.Ended ended = several(breaking)
                    .runWith("kind: DataCenter\nmetadata: {name: us-east}\nspec: {}\n", "apply", "-f", "-");

            assertThat(ended.exitCode()).isEqualTo(ExitCode.CONFLICT);
            assertThat(ended.err())
                    .contains("it is at 5 (STALE_ETAG): perhaps because %s".formatted(breaking.url()))
                    .contains("look before you repeat it");
        }
    }

    /** A gateway that is asked first, and then the one that answers. */
    private Shell several(TestGateway before) {
        return new Shell()
                .env("FAIRLEAD_SERVER", before.url() + "," + gateway.url())
                .env("FAIRLEAD_TOKEN", TestGateway.TOKEN);
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
    void takesTheNextRegionOfTheRunningDemo() throws IOException {
        String regions = silent() + "," + gateway.url();

        assertThat(new Shell()
                        .env("FAIRLEAD_CLIENT", demo(regions))
                        .run("get", "plans")
                        .exitCode())
                .isEqualTo(ExitCode.OK);
        assertThat(new Shell()
                        .env("FAIRLEAD_CLIENT", demo(regions))
                        .run("get", "plans", "--server", gateway.url())
                        .exitCode())
                .as("one region's address is the demo's too")
                .isEqualTo(ExitCode.OK);
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
        assertThat(Shell.at(gateway).run("get", "plans", "--server", ",").exitCode())
                .isEqualTo(ExitCode.USAGE);
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
