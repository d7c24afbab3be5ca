package dev.fairlead.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class SimulateTests {

    private static final String WOULD = """
            {"recordedSwitches": 6, "simulatedSwitches": 1, "reproduces": true, "timeline": [
              {"at": "2026-11-22T10:00:00Z", "summary": "all data centers serve",
               "audiences": [{"audience": "everyone", "shares": [
                 {"dataCenter": "us-east", "basisPoints": 5000}, {"dataCenter": "us-west", "basisPoints": 5000}]}]},
              {"at": "2026-11-22T10:10:00Z", "summary": "us-east is down",
               "audiences": [{"audience": "everyone", "shares": [
                 {"dataCenter": "us-east", "basisPoints": 0}, {"dataCenter": "us-west", "basisPoints": 10000}]}]}]}""";

    @TempDir
    private Path directory;

    private final TestGateway gateway = new TestGateway();

    @AfterEach
    void stop() {
        gateway.close();
    }

    private Shell.Ended simulate(String answer, String... options) {
        gateway.on("POST /v1/applications/shop/simulations", 200, answer);
        String[] words = Stream.concat(
                        Stream.of("simulate", "shop", "--from", "2026-11-22T10:00:00Z"), Stream.of(options))
                .toArray(String[]::new);
        return Shell.at(gateway).run(words);
    }

    private String asked() {
        return Json.MAPPER.readTree(gateway.asked().getLast().body()).toString();
    }

    @Test
    void showsHowOftenUsersWouldHaveMovedAndWhere() {
        assertThat(simulate(WOULD, "--hold-down", "30s").out()).isEqualTo("""
                shop: users were sent elsewhere 6 times, they would have been 1 times

                AT                     EVERYONE                  SUMMARY
                2026-11-22T10:00:00Z   us-east=50%,us-west=50%   all data centers serve
                2026-11-22T10:10:00Z   us-west=100%              us-east is down
                """);
        assertThat(asked())
                .isEqualTo("{\"from\":\"2026-11-22T10:00:00Z\",\"healthCheck\":{\"holdDown\":{\"firstMs\":30000}}}");
    }

    @Test
    void saysWhenTheSameCodeDecidesOtherwiseByNow() {
        assertThat(simulate(WOULD.replace("true", "false")).out())
                .contains("1 times\nwhat was decided then does not come out again");
        assertThat(asked()).isEqualTo("{\"from\":\"2026-11-22T10:00:00Z\"}");
    }

    @Test
    void asksForAllThatWasTyped() {
        simulate(
                WOULD,
                "--to=2026-11-22T11:00:00Z",
                "--fall=5",
                "--rise=4",
                "--error-rate",
                "60",
                "10",
                "--quorum=2",
                "--lose=us-east,us-west",
                "--without-overrides");

        assertThat(asked()).isEqualTo("""
                {"from":"2026-11-22T10:00:00Z","to":"2026-11-22T11:00:00Z",\
                "lost":[{"dataCenter":"us-east"},{"dataCenter":"us-west"}],"withoutOverrides":true,\
                "healthCheck":{"fall":5,"rise":4,"errorRate":{"percent":60,"of":10}},"quorum":2}""");
    }

    private static final String SPEC = """
            kind: DataCenter
            metadata: {name: us-east}
            spec: {region: east}
            ---
            kind: Application
            metadata: {name: blog}
            spec: {host: blog.example.test}
            ---
            kind: Application
            metadata: {name: shop}
            spec: {host: shop.example.test, steering: {failback: hold}, uptime: {objective: 99.90}}
            """;

    @Test
    void asksForTheApplicationAsAFileHasIt() throws IOException {
        Path file = Files.writeString(directory.resolve("shop.yaml"), SPEC);
        String asked = """
                {"from":"2026-11-22T10:00:00Z","spec":{"host":"shop.example.test","steering":{"failback":"hold"},\
                "uptime":{"objective":99.90}}}""";

        assertThat(simulate(WOULD, "--spec", file.toString()).exitCode()).isEqualTo(ExitCode.OK);
        assertThat(asked()).isEqualTo(asked);

        Shell.at(gateway).runWith(SPEC, "simulate", "shop", "--from", "2026-11-22T10:00:00Z", "--spec", "-");
        assertThat(asked()).isEqualTo(asked);
    }

    @Test
    void asksNothingWithAFileThatDoesNotSayWhatTheApplicationIs() {
        String missing = directory.resolve("none.yaml").toString();
        assertThat(simulate(WOULD, "--spec", missing))
                .isEqualTo(new Shell.Ended(ExitCode.USAGE, "", "fairlead: cannot read " + missing + "\n"));
        refuses("kind: [\n", "-, document 1: line ");
        refuses("", "-: there is nothing in it");
        refuses("kind: Cluster\nmetadata: {name: shop}\n", "-, document 1: /kind: 'Cluster' is none of");
        refuses(SPEC.replace("name: shop", "name: shop2"), "-: application shop is not in it, but blog, shop2");
        refuses("kind: DataCenter\nmetadata: {name: shop}\n", "-: application shop is not in it, nor any other");
        refuses(SPEC.replace("name: blog", "name: shop"), "-: application shop is in it 2 times");
        refuses("kind: Application\nmetadata: {name: shop}\n", "-, document 1: /spec: a spec is needed");
        assertThat(gateway.asked()).isEmpty();
    }

    private void refuses(String text, String why) {
        Shell.Ended ended =
                Shell.at(gateway).runWith(text, "simulate", "shop", "--from", "2026-11-22T10:00:00Z", "--spec", "-");
        assertThat(ended.exitCode()).as(text).isEqualTo(ExitCode.USAGE);
        assertThat(ended.err()).startsWith("fairlead: " + why).hasLineCount(1);
    }

    @Test
    void asksForOrdersThatNobodyGave() {
        simulate(
                WOULD,
                "--drain=us-west,eu-west@2026-11-22T10:05:00Z",
                "--drain",
                "us-east@2026-11-22T10:10:00Z..2026-11-22T10:20:00Z",
                "--pin=us-south",
                "--without-overrides");

        assertThat(asked()).isEqualTo("""
                {"from":"2026-11-22T10:00:00Z","orders":[{"kind":"drain","dataCenter":"us-west"},\
                {"kind":"drain","dataCenter":"eu-west","from":"2026-11-22T10:05:00Z"},\
                {"kind":"drain","dataCenter":"us-east","from":"2026-11-22T10:10:00Z","to":"2026-11-22T10:20:00Z"},\
                {"kind":"pin","dataCenter":"us-south"}],"withoutOverrides":true}""");
    }

    @Test
    void refusesAnOrderOfWhichItCannotTellWhen() {
        String later = "2026-11-22T10:20:00Z";
        for (String typed : List.of(
                "",
                "@" + later,
                "us-west@",
                "us-west@noon",
                "us-west@" + later + "..",
                "us-west@" + later + ".." + later)) {
            Shell.Ended ended = simulate(WOULD, "--drain", typed);
            assertThat(ended.exitCode()).as(typed).isEqualTo(ExitCode.USAGE);
            assertThat(ended.err()).contains("--drain");
        }
        assertThat(simulate(WOULD, "--pin", "us-west@noon").err())
                .contains("'noon' is not an instant such as 2026-11-22T10:15:00Z");
        assertThat(gateway.asked()).isEmpty();
    }

    @Test
    void saysWhichDataCenterTheServerDoesNotKnow() {
        gateway.on("POST /v1/applications/shop/simulations", 422, """
                {"status": 422, "code": "UNKNOWN_DATA_CENTER", "detail": "there was no data center us-wset",
                 "errors": [{"pointer": "/orders/0/dataCenter", "detail": "there was no data center us-wset"}]}""");

        Shell.Ended ended =
                Shell.at(gateway).run("simulate", "shop", "--from", "2026-11-22T10:00:00Z", "--drain", "us-wset");

        assertThat(ended.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(ended.err()).contains("there was no data center us-wset", "UNKNOWN_DATA_CENTER");
    }

    @Test
    void needsToKnowSinceWhen() {
        assertThat(Shell.at(gateway).run("simulate", "shop").exitCode()).isEqualTo(ExitCode.USAGE);
    }
}
