package dev.fairlead.gateway.gdnsd;

import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.Network;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.gateway.dataplane.DataPlane;
import dev.fairlead.gateway.dataplane.DataPlaneContract;
import dev.fairlead.gateway.dataplane.DataPlaneException;
import dev.fairlead.gateway.gdnsd.GdnsdSettings.Witness;
import dev.fairlead.testing.servers.GdnsdServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.ClientSubnetOption;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/** The adapter against a real gdnsd, whose map sends 20.0.0.0/8 to us-west first and all others to us-east. */
class GdnsdIT extends DataPlaneContract<ForcedStates> {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String EAST_IP = "192.0.2.1";
    private static final String WEST_IP = "192.0.2.2";
    private static final String PLUGINS = """
            geoip => {
              maps => { places => { datacenters => [us-east, us-west], nets => { 20.0.0.0/8 => [us-west, us-east] } } }
              resources => { app => { map => places, dcmap => { us-east => 192.0.2.1, us-west => 192.0.2.2 } } }
            }
            metafo => {
              resources => {
                other => { datacenters => [us-west, us-east], dcmap => { us-east => 192.0.2.1, us-west => 192.0.2.2 } }
                fairlead => { datacenters => [seen], dcmap => { seen => 192.0.2.9 } }
                www => { datacenters => [us-west, us-east], dcmap => { us-east => 192.0.2.1, us-west => 192.0.2.2 } }
              }
            }
            """;
    private static final String RECORDS = """
            app 300/1 DYNA geoip!app
            other 300/1 DYNA metafo!other
            www 300/1 DYNA metafo!www
            seen 3600000/5 DYNA metafo!fairlead
            """;

    private final GdnsdServer server = GdnsdServer.create(PLUGINS, "contract.test", RECORDS);
    private final GdnsdDataPlane plane = new GdnsdDataPlane(
            "gdnsd",
            new GdnsdSettings(
                    server.adminState(),
                    new EndpointAddress("127.0.0.1", server.dnsAddress().getPort()),
                    new Witness("seen.contract.test", "metafo/fairlead/seen"),
                    Map.of("app", "geoip/app", "other", "metafo/other")));

    @BeforeEach
    void startGdnsd() {
        server.start();
    }

    @AfterEach
    void endGdnsd() {
        server.close();
    }

    @Override
    protected DataPlane<ForcedStates> plane() {
        return plane;
    }

    @Override
    protected void killServer() {
        server.kill();
    }

    @Override
    protected void startServer() {
        server.start();
    }

    @Override
    protected Map<DataCenterName, EndpointAddress> endpoints() {
        return Map.of(EAST, new EndpointAddress(EAST_IP, 80), WEST, new EndpointAddress(WEST_IP, 80));
    }

    @Override
    protected Map<DataCenterName, Integer> reached(String host, int users) {
        return counted(clients(users).stream()
                .flatMap(client -> ask(host, client + "/24").stream())
                .map(record -> record.rdataToString().equals(EAST_IP) ? EAST : WEST)
                .toList());
    }

    private List<Record> ask(String host, String client) {
        Network network = Network.of(client);
        SimpleResolver resolver = new SimpleResolver(server.dnsAddress());
        resolver.setTimeout(Duration.ofSeconds(5));
        Message query = Message.newQuery(Record.newRecord(Name.fromConstantString(host + "."), Type.A, DClass.IN));
        query.addRecord(
                new OPTRecord(1_232, 0, 0, 0, new ClientSubnetOption(network.prefix(), network.address())),
                Section.ADDITIONAL);
        try {
            return resolver.send(query).getSection(Section.ANSWER);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected void writeForeignState() {
        write("# by hand, until June\nmetafo/www/us-west => DOWN/30, \"192.0.2.9/*\" => UP\n");
    }

    @Override
    protected Object foreignState() {
        eventually(PATIENCE, () -> assertThat(answer("www.contract.test")).isEqualTo(EAST_IP));
        return read().lines().filter(line -> !line.contains("fairlead")).toList();
    }

    @Test
    void prefersTheDataCenterOfItsMapAmongThoseThatAreUp() {
        obey(plan("app", 1, Map.of(EAST, 5_000, WEST, 5_000)));
        assertThat(ask("app.contract.test", "20.1.2.0/24"))
                .extracting(Record::rdataToString)
                .containsExactly(WEST_IP);
        assertThat(ask("app.contract.test", "21.1.2.0/24"))
                .extracting(Record::rdataToString)
                .containsExactly(EAST_IP);
    }

    @Test
    void answersWithTheTtlOfThePlan() {
        obey(plan("app", 1, Map.of(WEST, 10_000)));
        assertThat(ask("app.contract.test", "21.1.2.0/24"))
                .extracting(Record::getTTL)
                .containsExactly(5L);
    }

    @Test
    void mendsWhatAnotherHandMadeOfItsLines() {
        RoutingPlan plan = plan("app", 1, Map.of(WEST, 10_000));
        ForcedStates desired = obey(plan);
        write(read().replace("=> UP/5", "=> DOWN/5"));
        assertThat(plane.observe()).isNotEqualTo(desired);
        obey(plan);
        write("");
        assertThat(plane.observe()).isNotEqualTo(desired);
        obey(plan);
        assertThat(reached("app.contract.test", 20)).containsOnlyKeys(WEST);
    }

    @Test
    void leavesToSomebodyElsesLineWhatItSpeaksOfAndStillObeysForTheOthers() {
        RoutingPlan app = plan("app", 1, Map.of(EAST, 5_000, WEST, 5_000));
        RoutingPlan other = plan("other", 1, Map.of(EAST, 10_000));
        obey(app, other);
        String drained = "geoip/*/us-east => DOWN\n";
        write(read() + drained);

        RoutingPlan back = plan("other", 2, Map.of(WEST, 10_000));
        assertThat(obeyInPart(app, back).get("app.contract.test")).contains("geoip/app/us-east");

        assertThat(answer("other.contract.test")).isEqualTo(WEST_IP);
        assertThat(answer("app.contract.test")).isEqualTo(WEST_IP);
        assertThat(read()).contains(drained).doesNotContain("geoip/app/us-east =>");
        write(read().replace(drained, ""));
        obey(app, back);
        assertThat(answer("app.contract.test")).isEqualTo(EAST_IP);
    }

    /** gdnsd ignores a file with an error. */
    @Test
    void saysThatTheServerDoesNotGoByTheFile() {
        obey(plan("app", 1, Map.of(EAST, 10_000)));
        write(read() + "broken }\n");
        RoutingPlan plan = plan("app", 2, Map.of(WEST, 10_000));
        assertThatThrownBy(() -> obey(plan))
                .isInstanceOf(DataPlaneException.class)
                .hasMessageContaining("does not go by its admin_state file");
        assertThat(plane.observe()).isNotEqualTo(plane.desired(List.of(plan)));
        write(read().replace("broken }\n", ""));
        obey(plan);
        assertThat(reached("app.contract.test", 20)).containsOnlyKeys(WEST);
    }

    @Test
    void saysThatTheConfigurationHasAnotherAddress() {
        RoutingPlan plan = plan("app", 1, Map.of(EAST, 10_000));
        RoutingPlan moved = new RoutingPlan(
                plan.application(),
                "www.contract.test",
                plan.ttlSeconds(),
                plan.epoch(),
                plan.decidedAt(),
                plan.proof(),
                plan.audiences(),
                plan.standings(),
                plan.writeRoute());
        assertThatThrownBy(() -> obey(moved))
                .isInstanceOf(DataPlaneException.class)
                .hasMessageContainingAll("www.contract.test", EAST_IP, WEST_IP);
    }

    @Test
    void hasNoSayInApplicationsWithoutAResource() {
        obey(plan("www", 1, Map.of(EAST, 10_000)));
        assertThat(read()).doesNotContain("www");
        assertThat(plane.shortfalls(List.of(plan("www", 1, Map.of())))).isEmpty();
    }

    private String answer(String host) {
        return ask(host, "21.1.2.0/24").getFirst().rdataToString();
    }

    private String read() {
        try {
            return Files.readString(server.adminState());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(String text) {
        try {
            Files.writeString(
                    server.adminState(), text, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
