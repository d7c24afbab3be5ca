package dev.fairlead.gateway.haproxy;

import static dev.fairlead.gateway.Plans.plan;
import static dev.fairlead.gateway.Plans.share;
import static dev.fairlead.gateway.haproxy.HaproxyUnderTest.obey;
import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.gateway.Plans;
import dev.fairlead.gateway.dataplane.Applied;
import dev.fairlead.gateway.dataplane.DataPlaneException;
import dev.fairlead.gateway.dataplane.ProxiedSites;
import dev.fairlead.gateway.dataplane.ProxiedSites.Answer;
import dev.fairlead.gateway.dataplane.ProxiedSites.Request;
import dev.fairlead.gateway.dataplane.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A real HAProxy that lost something, lacks something, or is not told anything any more. */
class HaproxyTroubleIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final DataCenterName EAST = DataCenterName.of("us-east");
    private static final DataCenterName WEST = DataCenterName.of("us-west");

    private final ProxiedSites sites = new ProxiedSites(EAST, WEST);

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
        sites.close();
    }

    /** For everyone in one data center. */
    private Plans to(String application, DataCenterName dataCenter) {
        return plan(application, 1)
                .everyone(share(dataCenter.value(), 10_000))
                .serving("us-east", sites.endpoint(EAST).toString())
                .serving("us-west", sites.endpoint(WEST).toString());
    }

    private RoutingPlan split() {
        return to("app", EAST).writesTo("us-west").build();
    }

    private Answer ask(String method, String application) {
        return ProxiedSites.ask(haproxy.server.port(), new Request(method, application + ".contract.test"));
    }

    @Test
    void givesBackAllThatARestartLostWithTheNextChange() {
        HaproxyState before = obey(plane, split(), to("other", WEST).build());
        haproxy.server.kill();
        haproxy.server.forgetAtStart();
        haproxy.server.start();
        assertThat(ask("POST", "app").status()).as("no entry: no writes").isEqualTo(503);

        HaproxyState desired =
                plane.desired(List.of(to("app", WEST).build(), to("other", WEST).build()));
        plane.apply(desired, before);
        plane.verify(desired, before);

        assertThat(ask("GET", "app").dataCenter()).contains(WEST);
        for (int i = 0; i < 10; i++) {
            assertThat(ask("GET", "other").dataCenter()).contains(WEST);
        }
    }

    @Test
    void readsAfterAChangeWhatItTouchedAndAllOfItAtTheNextLook() {
        HaproxyState before = obey(plane, split(), to("other", WEST).build());
        haproxy.server.runtime("set server other/us-west.1 state maint");

        HaproxyState desired =
                plane.desired(List.of(to("app", WEST).build(), to("other", WEST).build()));
        plane.apply(desired, before);
        plane.verify(desired, before);

        assertThat(ask("GET", "app").dataCenter()).contains(WEST);
        assertThat(plane.observe()).isNotEqualTo(desired);
    }

    @Test
    void closesWritesByItselfWhenTheTrafficServiceIsNotHeard() {
        Duration ttl = Duration.ofSeconds(15);
        plane = haproxy.plane(null, null, ttl);
        HaproxyState desired = obey(plane, split());
        assertThat(ask("POST", "app").dataCenter()).contains(WEST);

        haproxy.heard(Instant.now().minus(ttl).plusSeconds(2));
        plane.tend(desired);
        eventually(PATIENCE, () -> {
            Answer refused = ask("POST", "app");
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.headers()).containsEntry("fairlead-reason", "READ_ONLY");
        });
        assertThat(ask("GET", "app").dataCenter()).contains(EAST);
        assertThat(plane.observe()).isNotEqualTo(desired);
        HaproxyState closed = obey(plane, split());
        assertThat(plane.tend(closed)).contains("writes are closed, because the traffic-service is not heard");

        haproxy.heard(Instant.now());
        obey(plane, split());
        assertThat(ask("POST", "app").dataCenter()).contains(WEST);
    }

    @Test
    void saysWhatTheConfigurationLacksAndDoesAllElse() {
        RoutingPlan app = plan("app", 1)
                .everyone(share("us-east", 10_000))
                .serving("us-east", sites.endpoint(EAST).toString(), "192.0.2.99:80")
                .build();
        RoutingPlan other = to("other", WEST).writesTo("us-east").build();

        HaproxyState before = plane.observe();
        Applied<HaproxyState> applied = plane.apply(plane.desired(List.of(app, other)), before);
        assertThat(applied.refusals()).extracting(Refusal::name).containsExactly("app", "other");
        assertThat(applied.refusals().getFirst().reason())
                .contains("backend app has no server us-east.* at 192.0.2.99:80");
        assertThat(applied.refusals().getLast().reason()).contains("there is no backend other.us-east");
        plane.verify(applied.reached(), before);
        assertThat(plane.observe()).isEqualTo(applied.reached());

        assertThat(ask("GET", "app").dataCenter()).contains(EAST);
        assertThat(ask("GET", "other").dataCenter()).contains(WEST);
        assertThat(ask("POST", "other").status())
                .as("rather nowhere than to some other backend")
                .isEqualTo(503);
    }

    @Test
    void saysWhichWeightsHaproxyRefusesAndDoesAllElse() {
        haproxy.close();
        haproxy = new HaproxyUnderTest(sites, "", "static-rr");
        plane = haproxy.plane(null, null, null);
        RoutingPlan uneven = plan("other", 1)
                .everyone(share("us-east", 9_000), share("us-west", 1_000))
                .serving("us-east", sites.endpoint(EAST).toString())
                .serving("us-west", sites.endpoint(WEST).toString())
                .build();

        HaproxyState before = plane.observe();
        Applied<HaproxyState> applied =
                plane.apply(plane.desired(List.of(to("app", WEST).build(), uneven)), before);
        assertThat(applied.refusals()).extracting(Refusal::name).containsExactly("other");
        assertThat(applied.refusals().getFirst().reason()).contains("HAProxy refused 'set server other/us-");
        plane.verify(applied.reached(), before);

        assertThat(plane.observe()).isEqualTo(applied.reached());
        assertThat(ask("GET", "app").dataCenter()).contains(WEST);
    }

    @Test
    void saysWhichBackendAndWhichMapAreNotThere() {
        HaproxyDataPlane lacking = haproxy.remotePlane("absent", haproxy.writeMap());
        assertThat(lacking.tend(lacking.observe())).containsExactly("haproxy.cfg has no backend absent");

        HaproxyDataPlane other = haproxy.remotePlane("app", "/not/loaded.map");
        assertThatExceptionOfType(DataPlaneException.class)
                .isThrownBy(other::observe)
                .withMessageContaining("has not loaded the map of writes");
    }

    @Test
    void keepsTheFilesItStartsFromWhenTheDiskIsFullAndSaysSo() throws IOException {
        HaproxyState held = obey(plane, to("app", EAST).build());
        Path states = haproxy.server.startDirectory().resolve("servers.state");
        String good = Files.readString(states);
        RoutingPlan west = to("app", WEST).build();
        Files.createSymbolicLink(haproxy.server.startDirectory().resolve("servers.state.tmp"), Path.of("/dev/full"));

        assertThatExceptionOfType(DataPlaneException.class)
                .isThrownBy(() -> {
                    HaproxyState desired = plane.desired(List.of(west));
                    plane.apply(desired, held);
                    plane.verify(desired, held);
                    plane.settle(desired);
                })
                .withMessageContaining(states.toString())
                .withMessageContaining("No space left on device");

        assertThat(states).hasContent(good);
        assertThat(ask("GET", "app").dataCenter())
                .as("users go where they should")
                .contains(WEST);
        HaproxyState desired = plane.desired(List.of(west));
        assertThat(plane.observe()).as("nothing is left to change").isEqualTo(desired);
        plane.tend(desired);
        assertThat(Files.readString(states)).as("but to write").isNotEqualTo(good);
    }

    @Test
    void givesUpOnAServerThatAcceptsAndSaysNothing() {
        haproxy.server.suspend();
        try {
            assertThatExceptionOfType(DataPlaneException.class)
                    .isThrownBy(plane::observe)
                    .withMessageContaining("does not answer");
        } finally {
            haproxy.server.resume();
        }
    }
}
