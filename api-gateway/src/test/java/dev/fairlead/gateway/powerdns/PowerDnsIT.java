package dev.fairlead.gateway.powerdns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.Network;
import dev.fairlead.contracts.traffic.AudienceShares;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.gateway.dataplane.Applied;
import dev.fairlead.gateway.dataplane.DataPlane;
import dev.fairlead.gateway.dataplane.DataPlaneException;
import dev.fairlead.gateway.dataplane.RecordsContract;
import dev.fairlead.gateway.dataplane.Refusal;
import dev.fairlead.gateway.powerdns.LuaContent.Family;
import dev.fairlead.places.PlaceDatabase;
import dev.fairlead.places.PlaceDatabase.Place;
import dev.fairlead.testing.servers.PowerDnsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.MediaType;
import org.springframework.web.client.RestClient;

/** The adapter against a real PowerDNS. */
class PowerDnsIT extends RecordsContract<Holdings> {

    private static final String EAST_IP = "192.0.2.1";
    private static final String WEST_IP = "192.0.2.2";
    private static final RrSet.Key WWW = new RrSet.Key("www.contract.test.", "A");
    private static final RrSet FOREIGN = new RrSet(60, List.of("198.18.0.1"));

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @SuppressWarnings("NullAway.Init")
    private PowerDnsServer server;

    @SuppressWarnings("NullAway.Init")
    private PowerDnsApi api;

    @SuppressWarnings("NullAway.Init")
    private DnsQuestions dns;

    @SuppressWarnings("NullAway.Init")
    private PowerDnsDataPlane plane;

    @BeforeEach
    void startPowerDns() throws IOException {
        Path places = directory.resolve("places.mmdb");
        PlaceDatabase.write(
                places,
                Map.of(
                        Network.of("198.51.100.0/24"), new Place("US", "NA", 38, -97),
                        Network.of("203.0.113.0/24"), new Place("DE", "EU", 51, 9)));
        server = PowerDnsServer.create(places);
        server.start();
        PowerDnsSettings settings = new PowerDnsSettings(
                server.url(),
                server.apiKeyFile(),
                null,
                new EndpointAddress("127.0.0.1", server.dnsAddress().getPort()),
                List.of("contract.test"));
        api = new PowerDnsApi(settings);
        dns = new DnsQuestions(settings.dnsAddress());
        plane = new PowerDnsDataPlane("powerdns", settings);
    }

    @AfterEach
    void endPowerDns() {
        if (server != null) {
            plane.close();
            api.close();
            server.close();
        }
    }

    @Override
    protected DataPlane<Holdings> plane() {
        return plane;
    }

    @Override
    protected PowerDnsServer server() {
        return server;
    }

    @Override
    protected Holdings nothing() {
        return Holdings.NONE;
    }

    @Override
    protected Map<DataCenterName, EndpointAddress> endpoints() {
        return Map.of(EAST, new EndpointAddress(EAST_IP, 80), WEST, new EndpointAddress(WEST_IP, 80));
    }

    @Override
    protected Map<DataCenterName, Integer> reached(String host, int users) {
        return counted(clients(users).stream()
                .flatMap(client -> answer(host, Family.A, client + "/24").stream())
                .map(ip -> ip.equals(EAST_IP) ? EAST : DataCenterName.of(ip.equals(WEST_IP) ? "us-west" : "elsewhere"))
                .toList());
    }

    private List<String> answer(String host, Family family, @Nullable String client) {
        return dns.addresses(host + ".", family, client == null ? null : Network.of(client)).stream()
                .map(InetAddress::getHostAddress)
                .sorted()
                .toList();
    }

    @Override
    protected void writeForeignState() {
        obey();
        if (!api.zones().contains("contract.test.")) {
            api.create("contract.test.");
        }
        write(WWW, FOREIGN);
        write(new RrSet.Key("contract.test.", "MX"), new RrSet(60, List.of("10 mail.contract.test.")));
        write(new RrSet.Key("app.contract.test.", "TXT"), new RrSet(60, List.of("\"somebody's own\"")));
    }

    @Override
    protected Object foreignState() {
        SortedMap<RrSet.Key, RrSet> all = api.rrsets("contract.test.");
        all.keySet().removeIf(key -> key.type().equals("SOA"));
        return all;
    }

    private void write(RrSet.Key key, RrSet rrset) {
        assertThat(api.change("contract.test.", new TreeMap<>(Map.of(key, rrset))))
                .isEmpty();
    }

    @Test
    void tellsAudiencesApartByNetworkThenCountryThenContinent() {
        AudienceShares office = new AudienceShares(
                "office",
                List.of(),
                List.of(),
                List.of(Network.of("198.51.100.128/25"), Network.of("2001:db8::/32")),
                shares(Map.of(WEST, 10_000)));
        AudienceShares campus = new AudienceShares(
                "campus",
                List.of(),
                List.of("EU"),
                List.of(Network.of("198.51.100.192/26")),
                shares(Map.of(EAST, 10_000)));
        AudienceShares americans = new AudienceShares(
                "americans", List.of("CA", "US"), List.of(), List.of(), shares(Map.of(EAST, 10_000)));

        obey(plan("app", 1, List.of(office, campus, americans, everyone(Map.of(WEST, 10_000)))));

        assertThat(answer("app.contract.test", Family.A, "198.51.100.0/25")).containsExactly(EAST_IP);
        assertThat(answer("app.contract.test", Family.A, "198.51.100.128/26")).containsExactly(WEST_IP);
        assertThat(answer("app.contract.test", Family.A, "198.51.100.192/26"))
                .as("the longest network counts")
                .containsExactly(EAST_IP);
        assertThat(answer("app.contract.test", Family.A, "203.0.113.0/24")).containsExactly(EAST_IP);
        assertThat(answer("app.contract.test", Family.A, "2001:db8:5::/48")).containsExactly(WEST_IP);
        assertThat(answer("app.contract.test", Family.A, null)).containsExactly(WEST_IP);
    }

    @Test
    void answersRightToEveryClientHoweverLongTheRecord() {
        List<String> countries = IntStream.range(0, 26 * 26)
                .mapToObj(i -> "%c%c".formatted('A' + i / 26, 'A' + i % 26))
                .filter(code -> !code.equals("DE"))
                .toList();
        AudienceShares manyCountries =
                new AudienceShares("many", countries, List.of(), List.of(), shares(Map.of(EAST, 5_000, WEST, 5_000)));

        obey(plan("app", 1, List.of(manyCountries, everyone(Map.of(WEST, 10_000)))));

        assertThat(reached("app.contract.test", 300)).containsOnlyKeys(WEST);
        assertThat(answer("app.contract.test", Family.A, "198.51.100.0/24")).isSubsetOf(EAST_IP, WEST_IP);
        assertThat(answer("app.contract.test", Family.A, "203.0.113.0/24")).containsExactly(WEST_IP);
    }

    @Test
    void mendsARecordThatWasChangedByHand() {
        RoutingPlan plan = plan("app", 1, Map.of(EAST, 10_000));
        Holdings desired = obey(plan);
        write(new RrSet.Key("app.contract.test.", "LUA"), new RrSet(5, List.of("A \";return '192.0.2.66'\"")));
        assertThat(plane.observe()).isNotEqualTo(desired);
        assertThatThrownBy(() -> plane.verify(desired, desired))
                .isInstanceOf(DataPlaneException.class)
                .hasMessageContaining("192.0.2.66");

        obey(plan);
        assertThat(reached("app.contract.test", 5)).containsOnlyKeys(EAST);

        write(new RrSet.Key("app.contract.test.", "LUA"), RrSet.NONE);
        write(new RrSet.Key("app.contract.test.", "A"), new RrSet(5, List.of("192.0.2.66")));
        obey(plan);
        assertThat(reached("app.contract.test", 5)).containsOnlyKeys(EAST);
    }

    @Test
    void takesOverNoHostThatSomebodyElseWroteAndStillObeysForTheOthers() {
        obey();
        writeForeignState();
        RoutingPlan taken = plan("www", 1, Map.of(EAST, 10_000));
        RoutingPlan free = plan("app", 1, Map.of(WEST, 10_000));

        assertThat(obeyInPart(free, taken)).containsOnlyKeys("www.contract.test");

        assertThat(answer("www.contract.test", Family.A, null)).containsExactly("198.18.0.1");
        assertThat(reached("app.contract.test", 5)).containsOnlyKeys(WEST);
    }

    /** PowerDNS takes a record of more than 65,535 bytes with 204, and every query for it then ends the server. */
    @Test
    void leavesOutAHostWhoseRecordWouldBeTooLongAndStillObeysForTheOthers() {
        obey(plan("long", 1, Map.of(EAST, 10_000)), plan("app", 1, Map.of(EAST, 10_000)));
        List<Network> offices = IntStream.range(0, 2_000)
                .mapToObj(i -> Network.of("10.%d.%d.0/24".formatted(i / 250, i % 250)))
                .toList();
        AudienceShares employees =
                new AudienceShares("employees", List.of(), List.of(), offices, shares(Map.of(WEST, 10_000)));
        RoutingPlan longer = plan("long", 2, List.of(employees, everyone(Map.of(WEST, 10_000))));
        RoutingPlan moved = plan("app", 2, Map.of(WEST, 10_000));

        for (int attempt = 0; attempt < 2; attempt++) {
            assertThat(obeyInPart(longer, moved).get("long.contract.test")).startsWith("its A record");
        }

        assertThat(answer("long.contract.test", Family.A, null)).containsExactly(EAST_IP);
        assertThat(reached("app.contract.test", 5)).containsOnlyKeys(WEST);
        obey(plan("long", 3, Map.of(WEST, 10_000)), moved);
        assertThat(answer("long.contract.test", Family.A, null)).containsExactly(WEST_IP);
    }

    @Test
    void obeysForTheRestOfABatchWhenTheServerRefusesHalfOfIt() {
        api.create("contract.test.");
        for (int i = 0; i < 8; i += 2) {
            write(
                    new RrSet.Key("_fairlead.app-%d.contract.test.".formatted(i), "CNAME"),
                    new RrSet(60, List.of("www.contract.test.")));
        }
        RoutingPlan[] plans = IntStream.range(0, 8)
                .mapToObj(i -> plan("app-" + i, 1, Map.of(EAST, 10_000)))
                .toArray(RoutingPlan[]::new);

        Map<String, String> refused = obeyInPart(plans);
        assertThat(refused)
                .containsOnlyKeys(
                        "app-0.contract.test", "app-2.contract.test", "app-4.contract.test", "app-6.contract.test");
        assertThat(refused.get("app-0.contract.test")).contains("PowerDNS", "Conflicts with pre-existing RRset");

        for (int i = 0; i < 8; i++) {
            assertThat(answer("app-%d.contract.test".formatted(i), Family.A, null))
                    .as("application " + i)
                    .hasSize(i % 2);
        }
    }

    @Test
    void asksNothingMoreOfAHostThatWasRefusedUntilTheNextLookOrAnotherPlan() {
        writeForeignState();
        RoutingPlan taken = plan("www", 1, Map.of(EAST, 10_000));
        Holdings first = plane.desired(List.of(taken, plan("app", 1, Map.of(EAST, 10_000))));
        Holdings partial = plane.apply(first, plane.observe()).reached();
        write(WWW, RrSet.NONE);

        Holdings next = plane.desired(List.of(taken, plan("app", 2, Map.of(WEST, 10_000))));
        Applied<Holdings> applied = plane.apply(next, partial);
        plane.verify(applied.reached(), partial);
        assertThat(applied.refusals()).extracting(Refusal::name).containsExactly("www.contract.test");
        assertThat(reached("app.contract.test", 5)).containsOnlyKeys(WEST);

        Holdings other = plane.desired(List.of(plan("www", 2, Map.of(WEST, 10_000))));
        assertThat(plane.apply(other, applied.reached()).refusals()).isEmpty();
        assertThat(answer("www.contract.test", Family.A, null)).containsExactly(WEST_IP);
    }

    @Test
    void rectifiesNoZoneAtEachChangeAlsoWhenSomebodyElseMadeIt() {
        RestClient raw = RestClient.builder()
                .baseUrl(server.url() + "/api/v1/servers/localhost/zones")
                .defaultHeader("X-API-Key", server.apiKey())
                .build();
        raw.post().contentType(MediaType.APPLICATION_JSON).body("""
                        {"name": "contract.test.", "kind": "Native", "nameservers": [], "api_rectify": true}""").retrieve().toBodilessEntity();

        obey(plan("app", 1, Map.of(EAST, 10_000)));

        assertThat(raw.get().uri("/contract.test.?rrsets=false").retrieve().body(String.class))
                .contains("\"api_rectify\": false");
    }

    @Test
    void leavesHostsOfOtherZonesToOtherServers() {
        obey(elsewhere(plan("app", 1, Map.of(EAST, 10_000))));

        assertThat(api.zones()).isEmpty();
    }

    private static RoutingPlan elsewhere(RoutingPlan plan) {
        return new RoutingPlan(
                plan.application(),
                "app.elsewhere.test",
                plan.ttlSeconds(),
                plan.epoch(),
                plan.decidedAt(),
                plan.proof(),
                plan.audiences(),
                plan.standings(),
                plan.writeRoute());
    }

    @Test
    void saysWhyTheApiRefusedIt() {
        PowerDnsSettings settings = new PowerDnsSettings(
                server.url(),
                directory.resolve("no-such-key"),
                null,
                new EndpointAddress("127.0.0.1", server.dnsAddress().getPort()),
                null);
        try (PowerDnsDataPlane keyless = new PowerDnsDataPlane("keyless", settings)) {
            assertThatThrownBy(keyless::observe)
                    .isInstanceOf(DataPlaneException.class)
                    .hasMessageContaining("no-such-key");
        }
    }

    @Test
    void givesUpOnAServerThatAcceptsAndSaysNothing() {
        server.suspend();
        try {
            assertThatThrownBy(plane::observe)
                    .isInstanceOf(DataPlaneException.class)
                    .hasMessageContaining("does not answer");
        } finally {
            server.resume();
        }
    }
}
