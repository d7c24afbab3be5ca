package dev.fairlead.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DatabaseTests {

    private static final String CHECK = """
            {"database": "shop", "findings": [
               {"severity": "error", "code": "NO_PRIMARY", "dataCenter": null, "text": "nobody takes writes", "statement": null},
               {"severity": "warning", "code": "WAL_SENDER_TIMEOUT", "dataCenter": "us-west",
                "text": "wal_sender_timeout is 60 s", "statement": "alter system set wal_sender_timeout = '10000ms'"},
               {"severity": "ok", "code": "MEMBER", "dataCenter": "eu-west", "text": "standby", "statement": null}],
             "roleStatements": []}""";

    private final TestGateway gateway = new TestGateway();

    @AfterEach
    void stop() {
        gateway.close();
    }

    private Shell.Ended check(String answer, String format) {
        gateway.on("GET /v1/databases/shop/check", 200, answer);
        return Shell.at(gateway).run("database", "check", "shop", "-o", format);
    }

    @Test
    void showsWhatWasFoundAndWhatMendsIt() {
        Shell.Ended ended = check(CHECK, "table");
        assertThat(ended.out()).isEqualTo("""
                SEVERITY   CODE                 DATA-CENTER   FINDING
                error      NO_PRIMARY           -             nobody takes writes
                warning    WAL_SENDER_TIMEOUT   us-west       wal_sender_timeout is 60 s
                ok         MEMBER               eu-west       standby

                What mends it, as a superuser of each server; settings act after select pg_reload_conf():
                -- us-west
                alter system set wal_sender_timeout = '10000ms';
                """);
        assertThat(ended.exitCode()).isEqualTo(ExitCode.FAILED);
    }

    @Test
    void endsWellWithoutAnError() {
        Shell.Ended ended = check("""
                {"database": "shop", "findings": [
                   {"severity": "warning", "code": "NO_REWIND", "dataCenter": "us-west", "text": "slow"}]}""", "table");
        assertThat(ended.out()).doesNotContain("What mends it");
        assertThat(ended.exitCode()).isEqualTo(ExitCode.OK);
    }

    @Test
    void printsWhatCame() {
        Shell.Ended ended = check(CHECK, "json");
        assertThat(Json.MAPPER.readTree(ended.out())).isEqualTo(Json.MAPPER.readTree(CHECK));
        assertThat(ended.exitCode()).isEqualTo(ExitCode.FAILED);
    }

    @Test
    void printsTheRoleWithoutAServer() throws IOException {
        Shell.Ended ended = new Shell().run("database", "role");
        assertThat(ended.out()).isEqualTo(Files.readString(Path.of("../examples/database-role.sql")));
        assertThat(ended.exitCode()).isEqualTo(ExitCode.OK);
    }

    @Test
    void quotesTheRole() {
        assertThat(new Shell().run("database", "role", "our \"role\"").out())
                .contains("create role \"our \"\"role\"\"\" login replication;");
    }

    @Test
    void showsHowFarEachWriterIs() {
        gateway.on("GET /v1/databases/shop/pairs", 200, """
                {"items": [
                  {"from": "us-east", "to": "us-west", "slot": "us_west", "bytesBehind": 0, "stalenessBoundMs": 210,
                   "conflicts": {"delete_missing": 1, "update_origin_differs": 3},
                   "reason": "the receiver is connected"},
                  {"from": "us-west", "to": "us-east", "slot": null, "reason": "not heard"}]}""");
        assertThat(Shell.at(gateway).run("database", "pairs", "shop").out()).isEqualTo("""
                FROM      TO        SLOT      BEHIND    BYTES   CONFLICTS                                   REASON
                us-east   us-west   us_west   210ms     0       1 delete_missing, 3 update_origin_differs   the receiver is connected
                us-west   us-east   -         unknown   -       unknown                                     not heard
                """);
    }

    @Test
    void saysWhatCanBeAsked() {
        Shell.Ended ended = new Shell().run("database");
        assertThat(ended.err()).contains("one of check, role, lag, distance, members, lost-writes, pairs is needed");
        assertThat(ended.exitCode()).isEqualTo(ExitCode.USAGE);
    }
}
