package dev.fairlead.gateway.haproxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.gateway.dataplane.Tally;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StatsTests {

    private static final String COLUMNS = "# pxname,svname,scur,stot,econ,eresp,wretr,wredis,status,chkfail,last_chk,";

    private static final EndpointAddress EAST = EndpointAddress.of("10.1.0.11:8080");

    private final HaproxySettings settings = new HaproxySettings.Properties(
                    "127.0.0.1:1", List.of(ApplicationName.of("shop")), null, "/writes.map", null, null, null, null)
            .withDefaults();

    private static Server server(String backend, String name, @Nullable EndpointAddress address) {
        return new Server(new Server.Id(backend, name), address, new Server.Status(0, 2, 1), Duration.ZERO, "");
    }

    private List<Tally> tallies(List<Server> servers, String... rows) {
        List<String> answer = new ArrayList<>(List.of(rows));
        answer.addFirst(COLUMNS);
        return Stats.of(answer).tallies(servers, settings);
    }

    private static Tally tally(String dataCenter, @Nullable EndpointAddress address, long requests, long failures) {
        return new Tally(ApplicationName.of("shop"), DataCenterName.of(dataCenter), address, requests, failures, false);
    }

    @Test
    void addsUpWhatAnEndpointCountedInEachOfItsBackends() {
        assertThat(tallies(
                        List.of(
                                server("shop", "us-east.1", EAST),
                                server("shop", "us-west.1", null),
                                server("shop.us-east", "us-east.1", EAST)),
                        "shop,us-east.1,1,100,1,2,4,7,no check,,,",
                        "shop,us-west.1,0,0,0,0,0,0,MAINT,0,,",
                        "shop.us-east,us-east.1,0,10,0,0,0,0,UP,8,\"Layer4, or so\","))
                .containsExactly(tally("us-east", EAST, 110, 22), tally("us-west", null, 0, 0));
    }

    @Test
    void whatAnyCheckTookOutIsEjected() {
        List<Server> servers = List.of(server("shop", "us-east.1", EAST));
        for (String status : List.of("DOWN", "DOWN 1/2", "DOWN (agent)")) {
            assertThat(tallies(servers, "shop,us-east.1,0,0,0,0,0,0,%s,0,,".formatted(status)))
                    .as(status)
                    .extracting(Tally::ejected)
                    .containsExactly(true);
        }
        for (String status : List.of("UP", "UP 1/3", "MAINT", "DRAIN", "NOLB", "no check")) {
            assertThat(tallies(servers, "shop,us-east.1,0,0,0,0,0,0,%s,0,,".formatted(status)))
                    .as(status)
                    .extracting(Tally::ejected)
                    .containsExactly(false);
        }
    }

    @Test
    void leavesOutWhatIsNobodysApplicationOrNoDataCenters() {
        assertThat(tallies(
                        List.of(
                                server("legacy", "us-east.1", EAST),
                                server("shop", "sorry", EAST),
                                server("shop", "Not_a_label.1", EAST)),
                        "legacy,us-east.1,0,1,0,0,0,0,UP,0,,",
                        "shop,sorry,0,1,0,0,0,0,UP,0,,",
                        "shop,Not_a_label.1,0,1,0,0,0,0,UP,0,,",
                        "shop,us-east.9,0,1,0,0,0,0,UP,0,,"))
                .isEmpty();
    }

    @Test
    void tellsHowManyRequestsAServerStillCarries() {
        assertThat(Stats.of(List.of(COLUMNS, "shop,us-east.1,3,100,1,2,4,7,DRAIN,,,"))
                        .sessions())
                .containsEntry(new Server.Id("shop", "us-east.1"), 3);
        assertThat(Stats.of(List.of()).sessions()).isEmpty();
    }
}
