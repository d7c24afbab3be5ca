package dev.fairlead.gateway.rfc2136;

import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.gateway.Plans;
import dev.fairlead.gateway.dataplane.DataPlane;
import dev.fairlead.gateway.dataplane.DataPlaneException;
import dev.fairlead.gateway.dataplane.RecordsContract;
import dev.fairlead.testing.servers.PrimaryServer;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;
import org.xbill.DNS.Update;

/** The adapter against a real name server of any make. */
abstract class Rfc2136Contract extends RecordsContract<Holdings> {

    static final String ZONE = "contract.test";

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final EndpointAddress EAST_ENDPOINT = new EndpointAddress("192.0.2.1", 80);
    private static final EndpointAddress WEST_ENDPOINT = new EndpointAddress("192.0.2.2", 80);
    private static final Name APP = Zones.name("app.contract.test");
    private static final Name WWW = Zones.name("www.contract.test");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @SuppressWarnings("NullAway.Init")
    private PrimaryServer server;

    @SuppressWarnings("NullAway.Init")
    private Primary primary;

    @SuppressWarnings("NullAway.Init")
    private Rfc2136DataPlane plane;

    /** A server of {@link #ZONE} that is not started yet. */
    abstract PrimaryServer create();

    @BeforeEach
    void startNameServer() {
        server = create();
        server.start();
        plane = plane(server.keyFile());
        primary = new Primary(address(), new TsigKeyFile(server.keyFile()));
    }

    private EndpointAddress address() {
        return new EndpointAddress("127.0.0.1", server.address().getPort());
    }

    private Rfc2136DataPlane plane(Path keyFile) {
        return new Rfc2136DataPlane("ns1", new Rfc2136Settings(address(), keyFile, List.of(ZONE)));
    }

    @AfterEach
    void endNameServer() {
        if (server != null) {
            server.close();
        }
    }

    @Override
    protected DataPlane<Holdings> plane() {
        return plane;
    }

    @Override
    protected PrimaryServer server() {
        return server;
    }

    @Override
    protected Holdings nothing() {
        return Holdings.NONE;
    }

    @Override
    protected Map<DataCenterName, EndpointAddress> endpoints() {
        return Map.of(EAST, EAST_ENDPOINT, WEST, WEST_ENDPOINT);
    }

    /** Each user takes the first address that he is told. */
    @Override
    protected Map<DataCenterName, Integer> reached(String host, int users) {
        Record question = Record.newRecord(Zones.name(host), Type.A, DClass.IN);
        try (Conversation conversation = primary.open()) {
            return counted(conversation.answers(Collections.nCopies(users, question)).stream()
                    .map(answer -> answer.getSection(Section.ANSWER))
                    .filter(addresses -> !addresses.isEmpty())
                    .map(addresses -> at(addresses.getFirst().rdataToString()))
                    .toList());
        }
    }

    private static DataCenterName at(String ip) {
        return ip.equals(EAST_ENDPOINT.ip())
                ? EAST
                : ip.equals(WEST_ENDPOINT.ip()) ? WEST : DataCenterName.of("elsewhere");
    }

    @Override
    protected void writeForeignState() {
        write(address(WWW, "198.18.0.1"));
        write(new TXTRecord(APP, DClass.IN, 60, "somebody's own"));
    }

    @Override
    protected Object foreignState() {
        return primary.records(Zones.name(ZONE)).stream()
                .filter(record -> record.getType() != Type.SOA)
                .map(Record::toString)
                .collect(Collectors.toSet());
    }

    @Test
    void changesThousandsOfNamesInManyMessagesAndAsksForAllOfThem() {
        obey(thousands("192.0.2.1"));
        Holdings desired = obey(thousands("192.0.2.2"));
        assertThat(desired.size()).isEqualTo(2_000);
        write(address(Zones.name("app-1001." + ZONE), "192.0.2.99"));

        assertThatThrownBy(() -> plane.verify(desired, desired)).hasMessageContaining("192.0.2.99");
        assertThatThrownBy(() -> {
                    plane.verify(desired, Holdings.NONE);
                    plane.settle(desired);
                })
                .hasMessageContaining("192.0.2.99");
    }

    private static RoutingPlan[] thousands(String address) {
        return IntStream.range(0, 2_000)
                .mapToObj(i -> Plans.plan("app-" + i, 1)
                        .host("app-" + i + "." + ZONE)
                        .everyone(Plans.share("us-east", 10_000))
                        .serving("us-east", address + ":80")
                        .build())
                .toArray(RoutingPlan[]::new);
    }

    private static ARecord address(Name name, String ip) {
        return new ARecord(name, DClass.IN, 60, InetAddress.ofLiteral(ip));
    }

    private void write(Record record) {
        Update update = new Update(Zones.name(ZONE));
        update.replace(record);
        change(update);
    }

    private void change(Update update) {
        try (Conversation conversation = primary.open()) {
            assertThat(conversation.update(update)).isTrue();
        }
    }

    @Test
    void mendsARecordThatWasChangedByHand() {
        RoutingPlan plan = plan("app", 1, Map.of(EAST, 10_000));
        Holdings desired = obey(plan);
        write(address(APP, "192.0.2.66"));
        assertThat(plane.observe()).isNotEqualTo(desired);
        assertThatThrownBy(() -> plane.verify(desired, desired))
                .isInstanceOf(DataPlaneException.class)
                .hasMessageContaining("192.0.2.66");

        obey(plan);
        assertThat(reached("app.contract.test", 5)).containsOnlyKeys(EAST);

        Update alias = new Update(Zones.name(ZONE));
        alias.delete(APP, Type.A);
        alias.delete(APP, Type.TXT);
        alias.add(new CNAMERecord(APP, DClass.IN, 60, WWW));
        change(alias);
        obey(plan);
        assertThat(reached("app.contract.test", 5)).containsOnlyKeys(EAST);
    }

    @Test
    void mendsATimeToLiveToo() {
        RoutingPlan plan = plan("app", 1, Map.of(EAST, 10_000));
        Holdings desired = obey(plan);
        write(address(APP, EAST_ENDPOINT.ip()));

        assertThat(plane.observe()).isNotEqualTo(desired);
        obey(plan);
    }

    @Test
    void takesOverNoHostThatSomebodyElseWroteAndStillObeysForTheOthers() {
        writeForeignState();
        RoutingPlan taken = plan("www", 1, Map.of(EAST, 10_000));
        RoutingPlan free = plan("app", 1, Map.of(WEST, 10_000));

        assertThat(obeyInPart(free, taken)).containsOnlyKeys("www.contract.test");

        assertThat(reached("www.contract.test", 5)).containsOnlyKeys(DataCenterName.of("elsewhere"));
        assertThat(reached("app.contract.test", 5)).containsOnlyKeys(WEST);
    }

    @Test
    void overwritesNothingThatCameBetweenTheLookAndTheChange() {
        Holdings before = plane.observe();
        write(address(APP, "198.18.0.1"));

        Holdings desired = plane.desired(List.of(plan("app", 1, Map.of(EAST, 10_000))));
        assertThatThrownBy(() -> plane.apply(desired, before))
                .isInstanceOf(DataPlaneException.class)
                .hasMessageContaining("another hand changed it");

        assertThat(reached("app.contract.test", 5)).containsOnlyKeys(DataCenterName.of("elsewhere"));
    }

    @Test
    void givesAHostBackWhoseMarkerWasTakenAway() {
        obey(plan("app", 1, Map.of(EAST, 10_000)));
        Update handOver = new Update(Zones.name(ZONE));
        handOver.delete(Marker.name(APP), Type.TXT);
        change(handOver);

        assertThat(obeyInPart(plan("app", 2, Map.of(WEST, 10_000)))).containsOnlyKeys("app.contract.test");
        assertThat(reached("app.contract.test", 5)).containsOnlyKeys(EAST);
    }

    @Test
    void saysThatTheKeyIsRefusedAndTakesANewOneWithoutARestart() throws IOException {
        Path keyFile = directory.resolve("key");
        Files.writeString(keyFile, "hmac-sha256:fairlead:c29tZSBvdGhlciBzZWNyZXQgb2YgdGhlIHRlc3Rz");
        Rfc2136DataPlane other = plane(keyFile);
        Holdings desired = other.desired(List.of(plan("app", 1, Map.of(EAST, 10_000))));

        assertThatThrownBy(other::observe)
                .isInstanceOf(DataPlaneException.class)
                .hasMessageContaining("does not hand out zone contract.test.: NOTAUTH");
        assertThatThrownBy(() -> other.apply(desired, Holdings.NONE))
                .isInstanceOf(DataPlaneException.class)
                .hasMessageContaining("refuses the key: BADSIG");
        assertThat(plane.observe()).isEqualTo(Holdings.NONE);

        Files.copy(server.keyFile(), keyFile, StandardCopyOption.REPLACE_EXISTING);
        other.apply(desired, other.observe());
        assertThat(plane.observe()).isEqualTo(desired);
    }

    @Test
    void saysThatAZoneIsNotServed() {
        Rfc2136DataPlane astray = new Rfc2136DataPlane(
                "astray", new Rfc2136Settings(address(), server.keyFile(), List.of("elsewhere.test")));

        assertThatThrownBy(astray::observe)
                .isInstanceOf(DataPlaneException.class)
                .hasMessageContaining("does not hand out zone elsewhere.test.");
    }

    @Test
    void givesUpOnAServerThatAcceptsAndSaysNothing() {
        Holdings before = plane.observe();
        Holdings desired = plane.desired(List.of(plan("app", 1, Map.of(EAST, 10_000))));
        server.suspend();
        try {
            eventually(
                    PATIENCE, // until the last of its threads has heard of it
                    () -> assertThatThrownBy(plane::observe)
                            .isInstanceOf(DataPlaneException.class)
                            .hasMessageContaining("does not answer"));
            assertThatThrownBy(() -> plane.apply(desired, before))
                    .isInstanceOf(DataPlaneException.class)
                    .hasMessageContaining("does not answer");
        } finally {
            server.resume();
        }
        RoutingPlan newer = plan("app", 2, Map.of(WEST, 10_000));
        eventually(PATIENCE, () -> obey(newer)); // what was given up may still be done before
        assertThat(reached("app.contract.test", 5)).containsOnlyKeys(WEST);
    }

    @Test
    void movesTenThousandHostsAtOnceAndTakesThemAway() {
        obey(tenThousand(1, EAST));
        obey(tenThousand(2, WEST));

        assertThat(reached("app-0.contract.test", 5)).containsOnlyKeys(WEST);
        assertThat(reached("app-9999.contract.test", 5)).containsOnlyKeys(WEST);
        obey(plan("app-0", 3, Map.of(EAST, 10_000)));
        assertThat(reached("app-0.contract.test", 5)).containsOnlyKeys(EAST);
        assertThat(reached("app-9999.contract.test", 5)).isEmpty();
    }

    private RoutingPlan[] tenThousand(long epoch, DataCenterName to) {
        return IntStream.range(0, 10_000)
                .mapToObj(i -> plan("app-" + i, epoch, Map.of(to, 10_000)))
                .toArray(RoutingPlan[]::new);
    }
}
