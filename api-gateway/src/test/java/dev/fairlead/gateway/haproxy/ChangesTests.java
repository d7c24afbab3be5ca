package dev.fairlead.gateway.haproxy;

import static dev.fairlead.gateway.Plans.plan;
import static dev.fairlead.gateway.Plans.share;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.ServingMode;
import dev.fairlead.contracts.traffic.Share;
import dev.fairlead.contracts.traffic.Standing;
import dev.fairlead.gateway.Plans;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ChangesTests {

    private static final String EAST = "192.0.2.1:80";
    private static final String WEST = "192.0.2.2:80";
    private static final HaproxySettings SETTINGS = new HaproxySettings.Properties(
                    "/socket", List.of(ApplicationName.of("web")), null, "/map", null, null, null, null)
            .withDefaults();

    private final List<String> servers = new ArrayList<>(List.of(
            "web us-east.1 192.0.2.1 80 0 1",
            "web us-west.1 192.0.2.2 80 1 1",
            "web sorry 192.0.2.9 80 0 1",
            "web.us-east a.1 192.0.2.1 80 0 1",
            "web.us-east us-east.1 192.0.2.1 80 8 1",
            "web.us-west us-west.1 192.0.2.2 80 0 1",
            "legacy us-east.1 192.0.2.1 80 0 1"));

    @Test
    void aTakeoverClosesBringsInOpensAndSendsAwayInThisOrder() {
        Running running = running("web web.us-west/253402300799");
        RoutingPlan east = both(share("us-west", 10_000)).writesTo("us-east").build();

        assertThat(commands(east, running))
                .containsExactly(
                        "set server web/us-west.1 state ready",
                        "set server web.us-east/us-east.1 state ready",
                        "set map /map web web.us-east/253402300799",
                        "set server web/us-east.1 state drain",
                        "set server web.us-east/a.1 state drain");
        assertThat(commands(
                        plan("web", 1)
                                .everyone(share("us-west", 10_000))
                                .standing("us-west", Standing.State.SERVING, ServingMode.READ_ONLY, WEST)
                                .build(),
                        running))
                .containsExactly(
                        "del map /map web",
                        "set server web/us-west.1 state ready",
                        "set server web/us-east.1 state drain");
    }

    @Test
    void whatIsHeldAlreadyNeedsNoCommand() {
        servers.set(1, "web us-west.1 192.0.2.2 80 8 1");
        Running running = running("web web.us-west/253402300799");
        RoutingPlan plan = both(share("us-east", 10_000)).writesTo("us-west").build();

        assertThat(commands(plan, running)).isEmpty();
        assertThat(HaproxyState.observed(running, SETTINGS.applications(), Plans.DECIDED))
                .isEqualTo(desired(plan));
    }

    @Test
    void aWeightIsSetBeforeItsServerComesBack() {
        Running running = running("web web/253402300799");
        RoutingPlan plan =
                both(share("us-east", 2_500), share("us-west", 7_500)).build();

        assertThat(commands(plan, running))
                .containsExactly("set server web/us-west.1 weight 3", "set server web/us-west.1 state ready");
    }

    @Test
    void anApplicationWithoutAPlanGetsNobodyAnywhere() {
        HaproxyState nothing = desired();

        assertThat(new Changes(nothing, running("web nonsense"), SETTINGS, SETTINGS.applications(), WriteEntry.FOREVER)
                        .commands())
                .containsExactly("del map /map web", "set server web/us-east.1 state drain");
    }

    @Test
    void aShareThatNoWholeWeightsCanExpressIsTold() {
        RoutingPlan uneven = both(share("us-east", 9_990), share("us-west", 10)).build();

        assertThat(HaproxyState.shortfalls(List.of(
                        HaproxyState.Wanted.of(uneven, SETTINGS),
                        HaproxyState.Wanted.of(plan("other", 1).everyone().build(), SETTINGS))))
                .containsExactly("the shares of web are up to 29 basis points off");
    }

    @Test
    void writesAreRefusedAndThatIsToldWhereSomeDataCentersTakeNone() {
        RoutingPlan some = plan("web", 1)
                .everyone(share("us-east", 5_000), share("us-west", 5_000))
                .serving("us-east", EAST)
                .standing("us-west", Standing.State.SERVING, ServingMode.READ_ONLY, WEST)
                .build();
        HaproxyState.Wanted wanted = HaproxyState.Wanted.of(some, SETTINGS);

        assertThat(wanted.open().writes()).isNull();
        assertThat(HaproxyState.shortfalls(List.of(wanted)))
                .containsExactly("all writes of web are refused while it is read-only in some data centers");
    }

    @Test
    void anExpiredRouteIsHeldByNobody() {
        Running running = running("web web.us-west/1");

        assertThat(HaproxyState.observed(running, SETTINGS.applications(), Plans.DECIDED)
                        .held(ApplicationName.of("web"))
                        .writes())
                .isNull();
    }

    @Test
    void aServerUnderADataCentersNameAtAnotherAddressIsMissing() {
        RoutingPlan plan = plan("web", 1)
                .everyone(share("us-east", 10_000))
                .serving("us-east", "192.0.2.77:80")
                .build();
        Changes changes =
                new Changes(desired(plan), running("x y"), SETTINGS, SETTINGS.applications(), WriteEntry.FOREVER);

        assertThat(changes.missing())
                .isEqualTo(Map.of(
                        ApplicationName.of("web"), Set.of("backend web has no server us-east.* at 192.0.2.77:80")));
        assertThat(changes.reached().held(ApplicationName.of("web")).weights()).isEmpty();
    }

    private static Plans both(Share... shares) {
        return plan("web", 1).everyone(shares).serving("us-east", EAST).serving("us-west", WEST);
    }

    private static HaproxyState desired(RoutingPlan... plans) {
        return HaproxyState.desired(
                Stream.of(plans)
                        .map(plan -> HaproxyState.Wanted.of(plan, SETTINGS))
                        .toList(),
                true);
    }

    private static List<String> commands(RoutingPlan plan, Running running) {
        Changes changes = new Changes(desired(plan), running, SETTINGS, SETTINGS.applications(), WriteEntry.FOREVER);
        assertThat(changes.missing()).isEmpty();
        return changes.commands();
    }

    private Running running(String entry) {
        List<String> state = new ArrayList<>(
                List.of(
                        "1",
                        "# be_name srv_name srv_addr srv_port srv_admin_state srv_uweight srv_op_state srv_time_since_last_change"));
        servers.forEach(server -> state.add(server + " 2 5"));
        return Running.of(List.of("Pid: 7"), state, List.of("0x7f00 " + entry));
    }
}
