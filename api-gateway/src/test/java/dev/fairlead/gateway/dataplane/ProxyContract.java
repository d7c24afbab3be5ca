package dev.fairlead.gateway.dataplane;

import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.ServingMode;
import dev.fairlead.gateway.dataplane.DataPlaneStatus.State;
import dev.fairlead.gateway.dataplane.ProxiedSites.Answer;
import dev.fairlead.gateway.dataplane.ProxiedSites.Request;
import dev.fairlead.testing.lease.InMemoryLeases;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What every adapter of an HTTP proxy keeps besides, where the proxy keeps its state itself and several gateways reach it. */
public abstract class ProxyContract<S> extends DataPlaneContract<S> {

    protected static final String HOST = "app.contract.test";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    protected final ProxiedSites sites = new ProxiedSites(EAST, WEST);
    private final InMemoryLeases leases = new InMemoryLeases(InstantSource.system());

    /** Where users reach the proxy on this machine. */
    protected abstract int port();

    /** The same server as another gateway reaches it. */
    protected abstract DataPlane<S> anotherGateways();

    @AfterEach
    void closeSites() {
        sites.close();
    }

    @Override
    protected Map<DataCenterName, EndpointAddress> endpoints() {
        return sites.endpoints();
    }

    @Override
    protected Map<DataCenterName, Integer> reached(String host, int users) {
        return counted(clients(users).stream()
                .map(client -> ask(new Request("GET", host).from(client)).dataCenter())
                .flatMap(Optional::stream)
                .toList());
    }

    protected final Answer ask(Request request) {
        return ProxiedSites.ask(port(), request);
    }

    protected final Answer ask(String method) {
        return ask(new Request(method, HOST));
    }

    /** Readers in the east, the primary in the west. */
    protected final RoutingPlan split(long epoch) {
        return writing(plan("app", epoch, Map.of(EAST, 10_000)), WEST, ServingMode.READ_WRITE);
    }

    private RoutingPlan readOnly(long epoch) {
        return writing(plan("app", epoch, Map.of(EAST, 10_000)), null, ServingMode.READ_ONLY);
    }

    @Test
    void sendsWritesToThePrimaryAndReadsWhereTheyWent() {
        obey(split(1));

        assertThat(Stream.of("GET", "HEAD", "OPTIONS").map(method -> ask(method).dataCenter()))
                .containsOnly(Optional.of(EAST));
        assertThat(Stream.of("POST", "PUT", "PATCH", "DELETE", "FROBNICATE")
                        .map(method -> ask(method).dataCenter()))
                .containsOnly(Optional.of(WEST));
    }

    @Test
    void refusesWritesWithTheReasonAndATimeToComeBackWhileThereIsNoPrimaryAndLeavesReadsAlone() {
        obey(split(1));
        obey(readOnly(2));

        for (String method : List.of("POST", "DELETE")) {
            Answer refused = ask(method);
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.headers())
                    .containsEntry("retry-after", "5")
                    .containsEntry("fairlead-reason", "READ_ONLY");
        }
        assertThat(ask("GET").dataCenter()).contains(EAST);

        obey(split(3));
        assertThat(ask("POST").dataCenter()).contains(WEST);
    }

    @Test
    void sendsWritesLikeReadsWhereTheApplicationHasNoDatabase() {
        obey(plan("app", 1, Map.of(EAST, 10_000)));

        assertThat(ask("POST").dataCenter()).contains(EAST);
    }

    @Test
    void letsWhatIsUnderWayInADataCenterThatLeavesFinish() {
        obey(plan("app", 1, Map.of(EAST, 10_000)));
        CompletableFuture<Answer> underWay =
                CompletableFuture.supplyAsync(() -> ask(new Request("GET", HOST).at(ProxiedSites.HELD)));
        eventually(PATIENCE, () -> assertThat(sites.held()).isEqualTo(1));

        obey(plan("app", 2, Map.of(WEST, 10_000)));
        assertThat(reached(HOST, 20)).containsOnlyKeys(WEST);
        assertThat(underWay).isNotDone();

        sites.release();
        assertThat(underWay.join().dataCenter()).contains(EAST);
    }

    @Test
    void comesUpWithTheLastPlanWithoutAnybodysHelp() {
        obey(plan("app", 1, Map.of(EAST, 10_000)));
        obey(split(2), plan("other", 1, Map.of(WEST, 10_000)));

        killServer();
        startServer();

        assertThat(reached(HOST, 20)).containsOnlyKeys(EAST);
        assertThat(reached("other.contract.test", 20)).containsOnlyKeys(WEST);
        assertThat(ask("POST").dataCenter()).contains(WEST);

        obey(readOnly(3));
        killServer();
        startServer();
        assertThat(ask("POST").status()).isEqualTo(503);
    }

    @Test
    void answersAsBeforeWhenTheGatewayHasEnded() {
        try (OneOfManyGateways gateway = new OneOfManyGateways("gateway-1", plane(), leases)) {
            gateway.hears(split(1));
            isInSync(gateway);
        }
        assertThat(reached(HOST, 20)).containsOnlyKeys(EAST);
        assertThat(ask("POST").dataCenter()).contains(WEST);

        try (OneOfManyGateways again = new OneOfManyGateways("gateway-1", plane(), leases)) {
            again.hears(split(7));
            isInSync(again);
            again.kill();
        }
        assertThat(reached(HOST, 20)).containsOnlyKeys(EAST);
        assertThat(ask("POST").dataCenter()).contains(WEST);
    }

    @Test
    void obeysNoPlanThatIsOlderThanTheOneItHas() {
        try (OneOfManyGateways gateway = new OneOfManyGateways("gateway-1", plane(), leases)) {
            gateway.hears(plan("app", 2, Map.of(WEST, 10_000)));
            isInSync(gateway);

            gateway.hears(plan("app", 1, Map.of(EAST, 10_000)), plan("other", 1, Map.of(EAST, 10_000)));

            eventually(
                    PATIENCE,
                    () -> assertThat(reached("other.contract.test", 2)).containsOnlyKeys(EAST));
            assertThat(reached(HOST, 20)).containsOnlyKeys(WEST);
        }
    }

    @Test
    void leavesThePushingToOneOfTwoGatewaysUntilThatIsKilled() {
        try (OneOfManyGateways first = new OneOfManyGateways("gateway-1", plane(), leases)) {
            first.hears(plan("app", 1, Map.of(EAST, 10_000)));
            isInSync(first);
            try (OneOfManyGateways second = new OneOfManyGateways("gateway-2", anotherGateways(), leases)) {
                second.hears(plan("app", 2, Map.of(WEST, 10_000)));
                eventually(
                        PATIENCE, () -> assertThat(second.standing().reason()).isEqualTo("pushed by gateway-1"));
                assertThat(reached(HOST, 20)).containsOnlyKeys(EAST);

                first.kill();

                isInSync(second);
                assertThat(reached(HOST, 20)).containsOnlyKeys(WEST);
            }
        }
    }

    @Test
    void refusesAPusherThatWasOvertakenWithoutKnowing() {
        S desired = obey(split(1));
        Pusher older = new Pusher("us-east/proxy", "gateway-1", 7);
        Pusher newer = new Pusher("us-east/proxy", "gateway-2", 8);
        plane().claim(older, desired, null);
        plane().claim(older, desired, desired);

        anotherGateways().claim(newer, desired, null);

        assertThatExceptionOfType(OvertakenException.class)
                .isThrownBy(() -> plane().claim(older, desired, desired))
                .withMessageContaining("gateway-2");
        assertThat(plane().observe()).as("who pushes is no part of it").isEqualTo(desired);
    }

    private static void isInSync(OneOfManyGateways gateway) {
        eventually(PATIENCE, () -> assertThat(gateway.standing().state()).isEqualTo(State.IN_SYNC));
    }
}
