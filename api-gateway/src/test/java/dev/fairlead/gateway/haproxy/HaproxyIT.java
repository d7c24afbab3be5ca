package dev.fairlead.gateway.haproxy;

import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.traffic.AudienceShares;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.gateway.choice.Clientele;
import dev.fairlead.gateway.dataplane.DataPlane;
import dev.fairlead.gateway.dataplane.DataPlaneException;
import dev.fairlead.gateway.dataplane.Growth;
import dev.fairlead.gateway.dataplane.ProxiedSites;
import dev.fairlead.gateway.dataplane.ProxiedSites.Answer;
import dev.fairlead.gateway.dataplane.ProxiedSites.Request;
import dev.fairlead.gateway.dataplane.ProxyContract;
import dev.fairlead.gateway.dataplane.Tally;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The adapter against a real HAProxy. */
class HaproxyIT extends ProxyContract<HaproxyState> {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @SuppressWarnings("NullAway.Init")
    private HaproxyUnderTest haproxy;

    @SuppressWarnings("NullAway.Init")
    private HaproxyDataPlane plane;

    @BeforeEach
    void startHaproxy() {
        haproxy = new HaproxyUnderTest(sites);
        plane = haproxy.plane(null, null, null);
    }

    @AfterEach
    void endHaproxy() {
        if (haproxy != null) {
            haproxy.close();
        }
    }

    @Override
    protected DataPlane<HaproxyState> plane() {
        return plane;
    }

    @Override
    protected DataPlane<HaproxyState> anotherGateways() {
        return haproxy.plane(null, null, null);
    }

    @Override
    protected void killServer() {
        haproxy.server.kill();
    }

    @Override
    protected void startServer() {
        haproxy.server.start();
    }

    @Override
    protected int port() {
        return haproxy.server.port();
    }

    @Override
    protected void writeForeignState() {
        haproxy.server.runtime("set server legacy/old weight 7;set server legacy/old state drain");
        haproxy.server.runtime("add map %s legacy somebodys-own".formatted(haproxy.writeMap()));
    }

    @Override
    protected Object foreignState() {
        return List.of(
                haproxy.status("legacy", "old"),
                Optional.ofNullable(haproxy.running().writes().get("legacy")));
    }

    @Test
    void countsUsersOutAndDrawsNoLots() {
        obey(plan("app", 1, Map.of(EAST, 8_000, WEST, 2_000)));
        assertThat(reached(HOST, 200).getOrDefault(EAST, 0)).isBetween(158, 162);

        obey(plan("app", 2, Map.of(EAST, 500, WEST, 9_500)));
        assertThat(reached(HOST, 200).getOrDefault(EAST, 0)).isBetween(8, 12);
    }

    @Test
    void servesTheAudienceOfItsPlace() {
        plane = haproxy.plane(new Clientele("DE", "EU"), null, null);
        AudienceShares europeans =
                new AudienceShares("europeans", List.of(), List.of("EU"), List.of(), shares(Map.of(EAST, 10_000)));

        obey(plan("app", 1, List.of(europeans, everyone(Map.of(WEST, 10_000)))));

        assertThat(reached(HOST, 10)).containsOnlyKeys(EAST);
    }

    @Test
    void takesAServerOutOfServiceWhenWhatWasUnderWayIsOverAndTellsHowMuchThatIs() {
        HaproxyState east = obey(plan("app", 1, Map.of(EAST, 10_000)));
        assertThat(plane.tend(east)).isEmpty();
        CompletableFuture<Answer> underWay = underWay();

        HaproxyState west = obey(plan("app", 2, Map.of(WEST, 10_000)));
        assertThat(plane.tend(west)).containsExactly("app/us-east.1 finishes 1 request");
        assertThat(haproxy.status("app", "us-east.1").draining()).isTrue();

        sites.release();
        assertThat(underWay.join().dataCenter()).contains(EAST);
        eventually(PATIENCE, () -> assertThat(plane.tend(west)).isEmpty());
        Server.Status ended = haproxy.status("app", "us-east.1");
        assertThat(ended.ready()).isFalse();
        assertThat(ended.draining()).isFalse();

        obey(plan("app", 3, Map.of(EAST, 10_000)));
        assertThat(reached(HOST, 10)).containsOnlyKeys(EAST);
    }

    @Test
    void waitsForWhatIsUnderWayNoLongerThanTheDrainTime() {
        plane = haproxy.plane(null, Duration.ofSeconds(1), null);
        obey(plan("app", 1, Map.of(EAST, 10_000)));
        CompletableFuture<Answer> underWay = underWay();
        HaproxyState west = obey(plan("app", 2, Map.of(WEST, 10_000)));

        eventually(PATIENCE, () -> assertThat(plane.tend(west)).isEmpty());

        assertThat(haproxy.status("app", "us-east.1").draining()).isFalse();
        assertThat(underWay).isNotDone();
        sites.release();
        assertThat(underWay.join().dataCenter()).as("nobody is cut off").contains(EAST);
    }

    private CompletableFuture<Answer> underWay() {
        CompletableFuture<Answer> answer =
                CompletableFuture.supplyAsync(() -> ask(new Request("GET", HOST).at(ProxiedSites.HELD)));
        eventually(PATIENCE, () -> assertThat(sites.held()).isEqualTo(1));
        return answer;
    }

    @Test
    void countsWhatADeadEndpointLetFail() {
        obey(plan("app", 1, Map.of(EAST, 10_000)));
        List<Tally> before = plane.tallies();
        sites.stop(EAST);

        reached(HOST, 5);

        Tally east = grown(before, EAST).counted();
        assertThat(east.endpoint()).isEqualTo(sites.endpoint(EAST));
        assertThat(east.requests()).isGreaterThanOrEqualTo(5);
        assertThat(east.failures()).isGreaterThanOrEqualTo(5);
        assertThat(east.ejected()).as("nobody checks").isFalse();
        assertThat(grown(before, WEST).counted().failures()).isZero();
    }

    @Test
    void tellsWhichEndpointsItsOwnCheckTookOut() {
        haproxy.close();
        haproxy = new HaproxyUnderTest(sites, " check inter 100ms fall 2");
        plane = haproxy.plane(null, null, null);
        obey(plan("app", 1, Map.of(EAST, 5_000, WEST, 5_000)));
        List<Tally> before = plane.tallies();
        assertThat(before).extracting(Tally::ejected).containsOnly(false);

        sites.stop(EAST);

        eventually(
                PATIENCE, () -> assertThat(grown(before, EAST).ejectedSince()).isTrue());
        assertThat(grown(before, EAST).counted().failures()).isPositive();
        assertThat(grown(before, WEST).ejectedSince()).isFalse();
    }

    private Growth grown(List<Tally> before, DataCenterName dataCenter) {
        return Growth.between(before, plane.tallies()).stream()
                .filter(growth -> growth.counted().application().value().equals("app")
                        && growth.counted().dataCenter().equals(dataCenter))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void mendsWhatWasChangedByHand() {
        RoutingPlan plan = split(1);
        HaproxyState desired = obey(plan);
        for (String hand : List.of(
                "set server app/us-east.1 weight 0",
                "set server app/us-east.1 state maint",
                "set server app/us-west.1 state ready",
                "set server app.us-west/us-west.1 state drain",
                "del map %s app".formatted(haproxy.writeMap()),
                "set map %s app app.us-east/253402300799".formatted(haproxy.writeMap()))) {
            haproxy.server.runtime(hand);
            assertThat(plane.observe()).as(hand).isNotEqualTo(desired);
            assertThatExceptionOfType(DataPlaneException.class)
                    .as(hand)
                    .isThrownBy(() -> plane.verify(desired, desired));
            obey(plan);
        }
        assertThat(reached(HOST, 10)).containsOnlyKeys(EAST);
        assertThat(ask("POST").dataCenter()).contains(WEST);
    }

    @Test
    void obeysOverTcpAndWithoutTheFilesWhereItRunsElsewhere() {
        plane = haproxy.remotePlane("app", haproxy.writeMap());

        obey(split(1));

        assertThat(reached(HOST, 10)).containsOnlyKeys(EAST);
        assertThat(ask("POST").dataCenter()).contains(WEST);
        assertThat(haproxy.server.startDirectory().resolve("writes.map")).isEmptyFile();
    }
}
