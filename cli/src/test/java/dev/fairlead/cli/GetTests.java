package dev.fairlead.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GetTests {

    private static final String SHOP = """
            {"kind": "Application", "metadata": {"name": "shop", "generation": 3},
             "spec": {"host": "shop.example.test", "ttlSeconds": 5,
               "pools": [{"dataCenter": "us-east", "endpoints": ["192.0.2.1:80"]},
                         {"dataCenter": "us-west", "endpoints": ["192.0.2.2:80"]}],
               "data": {"database": "orders", "stalenessBudgetMs": 5000}}}""";

    private static final String VERDICTS = """
            {"items": [
              {"endpoint": {"application": "shop", "dataCenter": "us-east", "address": "192.0.2.1:80"},
               "health": "down", "since": "2026-11-22T10:00:00Z", "reason": "1 of 1 vantage points: refused"},
              {"endpoint": {"application": "mail", "dataCenter": "us-east", "address": "192.0.2.9:80"},
               "health": "up", "since": "2026-11-22T09:00:00Z", "reason": "200"}]}""";

    private final TestGateway gateway = new TestGateway();

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void showsApplicationsAsATable() {
        gateway.on("GET /v1/applications", 200, "{\"items\": [%s]}".formatted(SHOP));

        assertThat(get("apps").out()).isEqualTo("""
                NAME   HOST                TTL   DATA-CENTERS      DATABASE   GENERATION
                shop   shop.example.test   5     us-east,us-west   orders     3
                """);
    }

    @Test
    void showsDataCentersAsATable() {
        gateway.on("GET /v1/data-centers", 200, """
                {"items": [{"kind": "DataCenter", "metadata": {"name": "us-east", "generation": 1},
                  "spec": {"region": "east", "location": {"latitude": 39.0, "longitude": -77.5}}}]}""");

        assertThat(get("dcs").out()).isEqualTo("""
                NAME      REGION   LATITUDE   LONGITUDE   GENERATION
                us-east   east     39.0       -77.5       1
                """);
    }

    @Test
    void showsPlansAsATable() {
        gateway.on("GET /v1/plans", 200, "{\"items\": [%s]}".formatted(PlanTests.PLAN));

        assertThat(get("plans").out()).isEqualTo("""
                APPLICATION   HOST                EVERYONE                        OUT            WRITES    EPOCH   DECIDED
                shop          shop.example.test   us-east=66.67%,eu-west=33.33%   us-west=down   us-east   42      2026-11-22T10:00:00Z
                """);
    }

    @Test
    void showsVerdictsOfOneApplication() {
        gateway.on("GET /v1/verdicts", 200, VERDICTS);
        gateway.on("GET /v1/overrides", 200, "{\"items\": []}");

        assertThat(get("verdicts", "shop").out()).isEqualTo("""
                APPLICATION   DATA-CENTER   ENDPOINT       HEALTH   ORDER   SINCE                  REASON
                shop          us-east       192.0.2.1:80   down     -       2026-11-22T10:00:00Z   1 of 1 vantage points: refused
                """);
    }

    @Test
    void showsWhatWasOrderedBesideTheVerdictsThatItReplaces() {
        gateway.on("GET /v1/verdicts", 200, VERDICTS);
        gateway.on("GET /v1/overrides", 200, """
                {"items": [
                  {"id": "a", "kind": "treat-as-down", "dataCenter": "us-east", "createdAt": "2026-11-22T10:00:00Z"},
                  {"id": "b", "kind": "treat-as-up", "dataCenter": "us-east", "createdAt": "2026-11-22T10:00:01Z"},
                  {"id": "c", "kind": "treat-as-up", "application": "shop", "dataCenter": "us-east",
                   "createdAt": "2026-11-22T09:00:00Z"},
                  {"id": "d", "kind": "drain", "application": "shop", "dataCenter": "us-east",
                   "createdAt": "2026-11-22T11:00:00Z"},
                  {"id": "e", "kind": "treat-as-down", "dataCenter": "us-west", "createdAt": "2026-11-22T11:00:00Z"}]}""");

        assertThat(get("verdicts").out()).isEqualTo("""
                APPLICATION   DATA-CENTER   ENDPOINT       HEALTH   ORDER           SINCE                  REASON
                shop          us-east       192.0.2.1:80   down     treat-as-up:c   2026-11-22T10:00:00Z   1 of 1 vantage points: refused
                mail          us-east       192.0.2.9:80   up       treat-as-up:b   2026-11-22T09:00:00Z   200
                """);
        assertThat(Json.MAPPER.readTree(get("verdicts", "-o", "json").out()))
                .as("as it came")
                .isEqualTo(Json.MAPPER.readTree(VERDICTS));
    }

    @Test
    void showsVerdictsAlsoWhereNobodyTellsWhatWasOrdered() {
        gateway.on("GET /v1/verdicts", 200, VERDICTS);
        gateway.on("GET /v1/overrides", 503, "{\"detail\": \"traffic-service is away\"}");

        Shell.Ended ended = get("verdicts", "mail");

        assertThat(ended.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(ended.out()).isEqualTo("""
                APPLICATION   DATA-CENTER   ENDPOINT       HEALTH   ORDER   SINCE                  REASON
                mail          us-east       192.0.2.9:80   up       ?       2026-11-22T09:00:00Z   200
                """);
    }

    @Test
    void showsTransitionsAsATable() {
        gateway.on("GET /v1/transitions", 200, """
                {"items": [{"endpoint": {"application": "shop", "dataCenter": "us-east", "address": "192.0.2.1:80"},
                  "from": "up", "to": "down", "at": "2026-11-22T10:00:00Z", "reason": "refused"}]}""");

        assertThat(get("transitions").out()).isEqualTo("""
                AT                     APPLICATION   DATA-CENTER   ENDPOINT       FROM   TO     REASON
                2026-11-22T10:00:00Z   shop          us-east       192.0.2.1:80   up     down   refused
                """);
    }

    @Test
    void showsOverridesAsATableWithOneLineEach() {
        gateway.on("GET /v1/overrides", 200, """
                {"items": [{"id": "drain-1", "kind": "drain", "dataCenter": "us-east", "reason": "power\\nwork",
                  "author": "operator", "expiresAt": "2026-11-22T11:00:00Z"},
                 {"id": "drain-2", "kind": "drain", "application": "shop", "dataCenter": "us-west",
                  "reason": "power work", "author": "operator", "expiresAt": "2026-11-22T11:00:00Z",
                  "emptyAt": "2026-11-22T10:30:00Z"}]}""");

        assertThat(get("overrides").out()).isEqualTo("""
                ID        KIND    APPLICATION   DATA-CENTER   EXPIRES                EMPTY                  AUTHOR     REASON
                drain-1   drain   *             us-east       2026-11-22T11:00:00Z   -                      operator   power work
                drain-2   drain   shop          us-west       2026-11-22T11:00:00Z   2026-11-22T10:30:00Z   operator   power work
                """);
    }

    @Test
    void showsDatabasesAndTheirFreshnessAsTables() {
        gateway.on("GET /v1/databases", 200, """
                {"items": [{"kind": "Database", "metadata": {"name": "orders", "generation": 1},
                  "spec": {"databaseName": "shop", "sampleEveryMs": 250,
                    "members": [{"dataCenter": "us-east"}, {"dataCenter": "us-west"}]}}]}""");
        gateway.on("GET /v1/freshness", 200, """
                {"items": [{"database": "orders", "dataCenter": "us-west", "role": "replica", "reachable": true,
                  "stalenessBoundMs": 210, "bytesBehind": 0, "reason": "replayed"},
                 {"database": "orders", "dataCenter": "eu-west", "role": "unknown", "reachable": false,
                  "reason": "no sample yet"}]}""");

        assertThat(get("databases").out()).isEqualTo("""
                NAME     DATABASE   DATA-CENTERS      SAMPLE-MS   GENERATION
                orders   shop       us-east,us-west   250         1
                """);
        assertThat(get("freshness").out()).isEqualTo("""
                DATABASE   DATA-CENTER   ROLE      REACHABLE   STALENESS-MS   BYTES-BEHIND   REASON
                orders     us-west       replica   true        210            0              replayed
                orders     eu-west       unknown   false       -              -              no sample yet
                """);
    }

    @Test
    void showsRunsAndRolloutsAsTables() {
        gateway.on("GET /v1/runs", 200, """
                {"items": [{"id": "r1", "kind": "rollout", "subject": "shop", "state": "running",
                  "message": "installing 2.0", "updatedAt": "2026-11-22T10:00:05Z",
                  "steps": [{"sequence": 1, "state": "skipped"}, {"sequence": 2, "state": "acting"}]}]}""");
        gateway.on("GET /v1/rollouts", 200, "{\"items\": [%s]}".formatted(RolloutTests.RUNNING));

        assertThat(get("runs").out()).isEqualTo("""
                ID   KIND      SUBJECT   STATE     STEPS   UPDATED                MESSAGE
                r1   rollout   shop      running   1/2     2026-11-22T10:00:05Z   installing 2.0
                """);
        assertThat(get("rollouts").out()).isEqualTo("""
                ID   APPLICATION   VERSION   STATE     STEPS   UPDATED                MESSAGE
                r1   shop          2.0       running   1/2     2026-11-22T10:00:05Z   installing 2.0
                """);
    }

    @Test
    void showsWhatMovesPrimariesAsTables() {
        String move = """
                {"items": [{"id": "m1", "kind": "takeover", "subject": "orders", "state": "waiting-for-operator",
                  "message": "fence: up to 4 s may be lost", "updatedAt": "2026-11-22T10:00:05Z",
                  "steps": [{"sequence": 1, "state": "done"}, {"sequence": 2, "state": "waiting"}]}]}""";
        gateway.on("GET /v1/takeovers", 200, move);
        gateway.on("GET /v1/switchovers", 200, move);

        assertThat(get("takeovers").out()).isEqualTo("""
                ID   DATABASE   STATE                  STEPS   UPDATED                MESSAGE
                m1   orders     waiting-for-operator   1/2     2026-11-22T10:00:05Z   fence: up to 4 s may be lost
                """);
        assertThat(get("switchovers").out()).isEqualTo(get("takeovers").out());
    }

    @Test
    void showsDataPlanesAsATable() {
        gateway.on("GET /v1/data-planes", 200, """
                {"items": [{"name": "dns", "kind": "builtin-dns",
                  "standing": {"state": "failing", "reason": "no answer", "since": "2026-11-22T10:00:00Z"},
                  "obeyed": {"epoch": 41, "at": "2026-11-22T09:00:00Z", "lagMs": 12},
                  "counts": {"retries": 3, "driftsMended": 0}, "source": "configured"}]}""");

        assertThat(get("data-planes").out()).isEqualTo("""
                NAME   KIND          FROM         STATE     EPOCH   LAG-MS   RETRIES   SINCE                  REASON
                dns    builtin-dns   configured   failing   41      12       3         2026-11-22T10:00:00Z   no answer
                """);
    }

    @Test
    void showsWhatEachDataPlaneObservedAsATable() {
        gateway.on("GET /v1/data-planes", 200, """
                {"items": [
                  {"name": "dns", "kind": "builtin-dns"},
                  {"name": "lb1", "kind": "haproxy", "observed": {"from": "2026-11-22T10:00:00Z", "until": "2026-11-22T10:01:00Z",
                    "shares": [
                      {"application": "mail", "dataCenter": "us-west", "basisPoints": 10000,
                       "requests": {"all": 7, "failed": 0, "residual": 0}},
                      {"application": "shop", "dataCenter": "us-east", "basisPoints": 125,
                       "requests": {"all": 5, "failed": 2, "residual": 5}},
                      {"application": "shop", "dataCenter": "us-west", "basisPoints": 9875,
                       "requests": {"all": 395, "failed": 0, "residual": 0}}]}}]}""");

        assertThat(get("observed-shares").out()).isEqualTo("""
                DATA-PLANE   APPLICATION   DATA-CENTER   SHARE    REQUESTS   FAILED   RESIDUAL
                lb1          mail          us-west       100%     7          0        0
                lb1          shop          us-east       1.25%    5          2        5
                lb1          shop          us-west       98.75%   395        0        0
                """);
        assertThat(get("observed-shares", "mail").out()).isEqualTo("""
                DATA-PLANE   APPLICATION   DATA-CENTER   SHARE   REQUESTS   FAILED   RESIDUAL
                lb1          mail          us-west       100%    7          0        0
                """);
    }

    @Test
    void showsWhatEachDataPlaneRefusedAsATable() {
        gateway.on("GET /v1/data-planes", 200, """
                {"items": [
                  {"name": "dns", "kind": "builtin-dns", "standing": {"state": "in-sync"}, "refusals": []},
                  {"name": "ns1", "kind": "powerdns", "standing": {"state": "partial"}, "refusals": [
                    {"name": "mail.apps.example", "reason": "somebody else's"},
                    {"name": "shop.apps.example", "reason": "too long"}]}]}""");

        assertThat(get("refusals").out()).isEqualTo("""
                DATA-PLANE   NAME                REASON
                ns1          mail.apps.example   somebody else's
                ns1          shop.apps.example   too long
                """);
        assertThat(get("refusals", "ns1").out()).contains("mail.apps.example", "shop.apps.example");
    }

    @Test
    void showsHowADataPlaneStandsAsATableAndWhatIsRegisteredAsYaml() {
        gateway.on("GET /v1/data-planes", 200, """
                {"items": [{"name": "dns", "kind": "builtin-dns", "standing": {"state": "in-sync"}},
                  {"name": "ns1", "kind": "powerdns", "source": "registered", "standing": {"state": "failing"}}]}""");
        gateway.on("GET /v1/data-planes/ns1", 200, """
                {"kind": "DataPlane", "metadata": {"name": "ns1"}, "spec": {"kind": "powerdns"}}""");
        gateway.on("GET /v1/data-planes/dns", 404, """
                {"code": "NOT_REGISTERED", "detail": "dns is not registered"}""");

        assertThat(get("data-planes", "ns1").out())
                .contains("registered", "failing")
                .doesNotContain("builtin");
        assertThat(get("data-planes", "ns1", "-o", "yaml").out()).isEqualTo("""
                ---
                kind: DataPlane
                metadata:
                  name: ns1
                spec:
                  kind: powerdns
                """);
        assertThat(get("data-planes", "dns", "-o", "yaml").err()).contains("dns is not registered");
    }

    @Test
    void showsVersionsAndVantagePointsAsTables() {
        gateway.on("GET /v1/versions", 200, """
                {"items": [{"application": "shop", "dataCenter": "us-east", "version": "2.0",
                  "observedAt": "2026-11-22T10:00:00Z", "runId": "r1"}]}""");
        gateway.on("GET /v1/vantage-points", 200, """
                {"items": [{"name": "east", "fresh": true, "isolated": false, "lastHeard": "2026-11-22T10:00:00Z"}]}""");

        assertThat(get("versions").out()).isEqualTo("""
                APPLICATION   DATA-CENTER   VERSION   OBSERVED               RUN
                shop          us-east       2.0       2026-11-22T10:00:00Z   r1
                """);
        assertThat(get("vantage-points").out()).isEqualTo("""
                NAME   FRESH   ISOLATED   HEARD                  URL
                east   true    false      2026-11-22T10:00:00Z   -
                """);
    }

    @Test
    void showsAnEmptyListAsItsHeading() {
        gateway.on("GET /v1/overrides", 200, "{\"items\": []}");

        Shell.Ended ended = get("overrides");

        assertThat(ended.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(ended.out())
                .isEqualTo("ID   KIND   APPLICATION   DATA-CENTER   EXPIRES   EMPTY   AUTHOR   REASON\n");
    }

    @Test
    void writesJsonAsItCame() {
        gateway.on("GET /v1/applications/shop", 200, SHOP);

        assertThat(Json.MAPPER.readTree(get("application", "shop", "-o", "json").out()))
                .isEqualTo(Json.MAPPER.readTree(SHOP));
    }

    @Test
    void writesYamlThatCanBeAppliedAgain() {
        gateway.on("GET /v1/applications", 200, "{\"items\": [%s, %s]}".formatted(SHOP, SHOP.replace("shop", "mail")));

        String yaml = get("apps", "-o", "yaml").out();

        assertThat(yaml).startsWith("---\nkind: Application\nmetadata:\n  name: shop\n");
        assertThat(Manifest.read("-", new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8))))
                .extracting(Manifest::label)
                .containsExactly("Application/shop", "Application/mail");
    }

    @ParameterizedTest
    @CsvSource({"get nothings, there is no resource 'nothings'", "get, Missing required parameter", "fly, Unmatched"})
    void saysWhatWasTypedWrongly(String command, String message) {
        Shell.Ended ended = Shell.at(gateway).run(command.split(" "));

        assertThat(ended.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err()).contains(message);
    }

    @Test
    void helpsAndTellsItsVersionWithoutAServer() {
        assertThat(new Shell().run("--version").out()).startsWith("fairlead ");
        assertThat(new Shell().run("--help").out()).contains("apply", "Exit codes:", "124");
        assertThat(new Shell().run("get", "--help").out()).contains("vantage-points");
        assertThat(new Shell().run().exitCode()).isEqualTo(ExitCode.USAGE);
    }

    private Shell.Ended get(String... args) {
        String[] all = new String[args.length + 1];
        all[0] = "get";
        System.arraycopy(args, 0, all, 1, args.length);
        return Shell.at(gateway).run(all);
    }
}
