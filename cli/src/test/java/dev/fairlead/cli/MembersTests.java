package dev.fairlead.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class MembersTests {

    private final TestGateway gateway = new TestGateway();

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void showsHowFarEachMemberIs() {
        gateway.on("GET /v1/databases/shop/members", 200, """
                {"items": [
                  {"database": "shop", "dataCenter": "us-east", "stage": "member", "reason": "primary"},
                  {"database": "shop", "dataCenter": "us-west", "stage": "copying",
                    "copied": {"bytes": 1024, "ofBytes": 4096}, "reason": "copies us-east"}]}""");

        assertThat(Shell.at(gateway).run("database", "members", "shop").out()).isEqualTo("""
                DATA CENTER   STAGE     COPIED               REASON
                us-east       member    -                    primary
                us-west       copying   1024 of 4096 bytes   copies us-east
                """);
    }

    @Test
    void showsWhatAMoveLost() {
        gateway.on("GET /v1/databases/shop/lost-writes", 200, """
                {"items": [{"run": "r-1", "database": "shop", "dataCenter": "us-east",
                  "log": {"timeline": 1, "from": "0/30000A0", "to": "0/3000148", "bytes": 168,
                    "commits": {"count": 2, "first": "2026-01-01T00:00:00Z", "last": "2026-01-01T00:00:01Z"}},
                  "transactions": [], "reason": "us-east had 2 transactions"}]}""");

        assertThat(Shell.at(gateway).run("database", "lost-writes", "shop").out())
                .isEqualTo("""
                RUN   DATA CENTER   TRANSACTIONS   BYTES   FIRST                  LAST                   REASON
                r-1   us-east       2              168     2026-01-01T00:00:00Z   2026-01-01T00:00:01Z   us-east had 2 transactions
                """);
    }

    @Test
    void printsTheRowsOfOneTableThatAMoveLost() {
        gateway.on("GET /v1/databases/shop/lost-writes", 200, """
                {"items": [{"run": "r-1", "rows": {"folder": "main.diverged-1", "tables": [
                  {"table": "orders", "file": "1-orders.csv", "rows": 1, "whole": true},
                  {"table": "items", "file": "2-items.csv", "rows": 1, "whole": true}]}}]}""");
        gateway.on("GET /v1/databases/shop/lost-writes/r-1/rows/1-orders.csv", 200, "lost_transaction,n\n741,1\n");

        Shell.Ended rows =
                Shell.at(gateway).run("database", "lost-writes", "shop", "--rows", "r-1", "--table", "orders");
        assertThat(rows.out()).isEqualTo("lost_transaction,n\n741,1\n");
        assertThat(Shell.at(gateway)
                        .run("database", "lost-writes", "shop", "--rows", "r-1")
                        .err())
                .contains("--table is needed, one of orders, items");
        assertThat(Shell.at(gateway)
                        .run("database", "lost-writes", "shop", "--rows", "r-2")
                        .err())
                .contains("no rows are kept of that");
    }
}
