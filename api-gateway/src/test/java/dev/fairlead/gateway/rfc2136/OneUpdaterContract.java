package dev.fairlead.gateway.rfc2136;

import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.gateway.Plans;
import dev.fairlead.gateway.dataplane.DataPlaneStatus.State;
import dev.fairlead.gateway.dataplane.OneOfManyGateways;
import dev.fairlead.gateway.dataplane.OvertakenException;
import dev.fairlead.gateway.dataplane.Pusher;
import dev.fairlead.testing.lease.InMemoryLeases;
import dev.fairlead.testing.servers.PrimaryServer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;
import org.xbill.DNS.Update;

/** Two gateways and one real name server of any make. */
abstract class OneUpdaterContract {

    static final String ZONE = "contract.test";

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Name APEX = Zones.name(ZONE);

    private final List<AutoCloseable> toClose = new ArrayList<>();
    private final InMemoryLeases leases = new InMemoryLeases(InstantSource.system());

    @SuppressWarnings("NullAway.Init")
    private PrimaryServer server;

    @SuppressWarnings("NullAway.Init")
    private Rfc2136Settings settings;

    @SuppressWarnings("NullAway.Init")
    private Primary primary;

    /** A server of {@link #ZONE} that is not started yet. */
    abstract PrimaryServer create();

    @BeforeEach
    void start() {
        server = closing(create());
        server.start();
        EndpointAddress address =
                new EndpointAddress("127.0.0.1", server.address().getPort());
        settings = new Rfc2136Settings(address, server.keyFile(), List.of(ZONE));
        primary = new Primary(address, new TsigKeyFile(server.keyFile()));
    }

    @AfterEach
    void end() throws Exception {
        for (AutoCloseable closeable : toClose.reversed()) {
            closeable.close();
        }
    }

    private <T extends AutoCloseable> T closing(T closeable) {
        toClose.add(closeable);
        return closeable;
    }

    private OneOfManyGateways gateway(String name) {
        return closing(new OneOfManyGateways(name, plane(), leases));
    }

    private Rfc2136DataPlane plane() {
        return new Rfc2136DataPlane("ns1", settings);
    }

    private static RoutingPlan web(long epoch, String ip) {
        return app("web", epoch, ip);
    }

    private static RoutingPlan app(String name, long epoch, String ip) {
        return Plans.plan(name, epoch)
                .host(name + "." + ZONE)
                .serving("us-east", ip + ":80")
                .everyone(Plans.share("us-east", 10_000))
                .build();
    }

    private List<String> answer() {
        return answer("web");
    }

    private List<String> answer(String application) {
        try (Conversation conversation = primary.open()) {
            Record question = Record.newRecord(Zones.name(application + "." + ZONE), Type.A, DClass.IN);
            return conversation.answers(List.of(question)).getFirst().getSection(Section.ANSWER).stream()
                    .map(Record::rdataToString)
                    .sorted()
                    .toList();
        }
    }

    private @Nullable Pusher written() {
        try (Conversation conversation = primary.open()) {
            return conversation.mark(APEX).map(PusherMark::pusher).orElse(null);
        }
    }

    private static Pusher pusher(String holder, long epoch) {
        return new Pusher("us-east/ns1", holder, epoch);
    }

    private void isPushed(OneOfManyGateways by, String ip) {
        eventually(PATIENCE, () -> {
            assertThat(by.standing().reason()).isEqualTo("it answers as decided");
            assertThat(answer()).containsExactly(ip);
        });
    }

    private void follows(OneOfManyGateways gateway, String reason) {
        eventually(PATIENCE, () -> {
            assertThat(gateway.standing().state()).isEqualTo(State.FOLLOWING);
            assertThat(gateway.standing().reason()).isEqualTo(reason);
        });
    }

    @Test
    void oneOfThemPushesAndTheOtherTakesOverWhenItIsKilled() {
        OneOfManyGateways first = gateway("gateway-1");
        first.hears(web(1, "192.0.2.1"));
        isPushed(first, "192.0.2.1");
        assertThat(written()).isEqualTo(pusher("gateway-1", 1));
        OneOfManyGateways second = gateway("gateway-2");
        second.hears(web(2, "192.0.2.2"));
        follows(second, "pushed by gateway-1");
        assertThat(answer()).containsExactly("192.0.2.1");

        first.kill();

        isPushed(second, "192.0.2.2");
        assertThat(written()).isEqualTo(pusher("gateway-2", 2));
    }

    @Test
    void oneThatWasOvertakenWithoutKnowingIsRefused() {
        OneOfManyGateways first = gateway("gateway-1");
        first.hears(web(1, "192.0.2.1"));
        isPushed(first, "192.0.2.1");
        OneOfManyGateways second = gateway("gateway-2");
        second.hears(web(2, "192.0.2.2"));
        follows(second, "pushed by gateway-1");
        first.cutOff(true);
        leases.expire();
        isPushed(second, "192.0.2.2");

        first.hears(web(3, "192.0.2.3"));

        follows(first, "pushed by gateway-2, as the data plane says");
        assertThat(answer()).containsExactly("192.0.2.2");
        assertThat(written()).isEqualTo(pusher("gateway-2", 2));
    }

    @Test
    void theServerItselfRefusesAChangeThatWasUnderWayWhenAnotherTookOver() {
        Rfc2136DataPlane old = plane();
        Rfc2136DataPlane young = plane();
        Holdings desired = old.desired(List.of(web(1, "192.0.2.1")));
        Holdings newer = young.desired(List.of(web(2, "192.0.2.2")));
        old.claim(pusher("gateway-1", 1), desired, null);

        young.claim(pusher("gateway-2", 2), newer, null);

        assertThatThrownBy(() -> old.apply(desired, Holdings.NONE))
                .isInstanceOf(OvertakenException.class)
                .hasMessageContaining("gateway-2 since epoch 2");
        young.apply(newer, young.observe());
        assertThatThrownBy(() -> old.apply(desired, old.observe())).isInstanceOf(OvertakenException.class);
        assertThatThrownBy(() -> old.claim(pusher("gateway-1", 1), desired, null))
                .isInstanceOf(OvertakenException.class);
        assertThat(answer()).containsExactly("192.0.2.2");
    }

    @Test
    void theServerRefusesAChangeThatItGetsAfterANewerOneOfTheSameGateway() {
        Rfc2136DataPlane plane = plane();
        Pusher pusher = pusher("gateway-1", 1);
        Holdings first = plane.desired(List.of(web(1, "192.0.2.1")));
        Holdings late = plane.desired(List.of(web(2, "192.0.2.2")));
        Holdings newest = plane.desired(List.of(web(3, "192.0.2.3")));
        plane.claim(pusher, first, null);
        plane.apply(first, Holdings.NONE);
        try (Conversation conversation = primary.open()) {
            PusherMark mark = conversation.mark(APEX).orElseThrow();
            HostUpdate change = HostUpdate.of(Zones.name("web." + ZONE), first, late);

            plane.claim(pusher, newest, first);
            plane.apply(newest, first);

            assertThat(conversation.update(Packing.message(APEX, mark, List.of(change))))
                    .isFalse();
        }
        assertThat(answer()).containsExactly("192.0.2.3");
    }

    @Test
    void stopsAtTheFirstOfManyUpdatesThatTheServerRefusesAndDoesNoneOfThoseBehindIt() {
        Rfc2136DataPlane plane = plane();
        Pusher pusher = pusher("gateway-1", 1);
        Holdings none = plane.desired(List.of());
        Holdings first = plane.desired(List.of(web(1, "192.0.2.1")));
        plane.claim(pusher, first, null);
        HostUpdate comes = HostUpdate.of(Zones.name("web." + ZONE), none, first);
        HostUpdate goes = HostUpdate.of(Zones.name("web." + ZONE), first, none);
        try (Conversation conversation = primary.open()) {
            PusherMark mark = conversation.mark(APEX).orElseThrow();

            Conversation.Outcome outcome = conversation.update(List.of(
                            Packing.message(APEX, mark, List.of(comes)),
                            Packing.message(APEX, mark.after(1), List.of(goes)),
                            Packing.message(APEX, mark.after(2), List.of(comes)),
                            Packing.message(APEX, mark.after(3), List.of(comes)),
                            Packing.message(APEX, mark.after(4), List.of(goes)))
                    .iterator());

            assertThat(outcome.done()).isEqualTo(3);
            assertThat(outcome.refusal()).as("its premises did not hold").isNull();
            assertThat(conversation.mark(APEX)).contains(mark.after(3));
        }
        assertThat(answer()).containsExactly("192.0.2.1");
    }

    @Test
    void oneOfTwoThatClaimAtTheSameMomentGetsIt() throws Exception {
        try (ExecutorService both = Executors.newVirtualThreadPerTaskExecutor()) {
            for (long epoch = 1; epoch <= 20; epoch++) {
                CyclicBarrier together = new CyclicBarrier(2);
                Pusher one = pusher("gateway-1", epoch);
                Pusher other = pusher("gateway-2", epoch);
                Future<Boolean> first = both.submit(() -> claims(one, together));
                Future<Boolean> second = both.submit(() -> claims(other, together));

                assertThat(List.of(first.get(), second.get())).containsExactlyInAnyOrder(true, false);
                assertThat(written()).isEqualTo(first.get() ? one : other);
            }
        }
    }

    private boolean claims(Pusher pusher, CyclicBarrier together) throws Exception {
        Rfc2136DataPlane plane = plane();
        Holdings desired = plane.desired(List.of(web(1, "192.0.2.1")));
        together.await(10, TimeUnit.SECONDS);
        try {
            plane.claim(pusher, desired, null);
            return true;
        } catch (OvertakenException e) {
            return false;
        }
    }

    @Test
    void leavesAZoneAloneWhereSomethingElseStandsInPlaceOfTheMark() {
        Update update = new Update(APEX);
        update.replace(new TXTRecord(PusherMark.name(APEX), DClass.IN, 60, "not yours"));
        try (Conversation conversation = primary.open()) {
            conversation.update(update);
        }
        OneOfManyGateways gateway = gateway("gateway-1");

        gateway.hears(web(1, "192.0.2.1"));

        eventually(PATIENCE, () -> {
            assertThat(gateway.standing().state()).isEqualTo(State.FAILING);
            assertThat(gateway.standing().reason()).contains("_fairlead-pusher.contract.test.", "remove it");
        });
        assertThat(answer()).isEmpty();
    }

    @Test
    void mendsAServerThatCameBackEmptyOrWithOldRecordsWithoutBeingTold() {
        OneOfManyGateways gateway = gateway("gateway-1");
        gateway.hears(web(1, "192.0.2.1"));
        isPushed(gateway, "192.0.2.1");
        server.kill();
        server.keepData();
        server.start();
        gateway.hears(web(2, "192.0.2.2"));
        isPushed(gateway, "192.0.2.2");

        server.kill();
        server.empty();
        server.start();
        isPushed(gateway, "192.0.2.2");
        assertThat(written()).isEqualTo(pusher("gateway-1", 1));

        server.kill();
        server.bringBackData();
        server.start();
        isPushed(gateway, "192.0.2.2");
    }

    @Test
    void countsItsMessagesWhereAChangeTakesSeveral() {
        OneOfManyGateways gateway = gateway("gateway-1");

        gateway.hears(IntStream.range(0, 200)
                .mapToObj(i -> app("app-" + i, 1, "192.0.2.1"))
                .toArray(RoutingPlan[]::new));

        eventually(PATIENCE, () -> {
            assertThat(gateway.standing().state()).isEqualTo(State.IN_SYNC);
            assertThat(answer("app-199")).containsExactly("192.0.2.1");
        });
        try (Conversation conversation = primary.open()) {
            assertThat(conversation.mark(APEX)).hasValue(new PusherMark(pusher("gateway-1", 1), 3));
        }
    }

    @Test
    void showsWhatItCouldNotExpress() {
        OneOfManyGateways gateway = gateway("gateway-1");

        gateway.hears(Plans.plan("web", 1)
                .host("web." + ZONE)
                .serving("us-east", "192.0.2.1:80")
                .serving("us-west", "192.0.2.2:80")
                .everyone(Plans.share("us-east", 8_000), Plans.share("us-west", 2_000))
                .build());

        eventually(PATIENCE, () -> {
            assertThat(gateway.standing().state()).isEqualTo(State.IN_SYNC);
            assertThat(gateway.standing().reason())
                    .isEqualTo("it answers as decided as far as it can: equal parts instead of shares (web)");
            assertThat(answer()).containsExactly("192.0.2.1", "192.0.2.2");
        });
    }
}
