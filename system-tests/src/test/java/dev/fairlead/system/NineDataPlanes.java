package dev.fairlead.system;

import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.Network;
import dev.fairlead.quickstart.client.DnsClient;
import dev.fairlead.quickstart.client.EdgeClient;
import dev.fairlead.quickstart.geo.DemoPlaces;
import dev.fairlead.testing.servers.BindServer;
import dev.fairlead.testing.servers.EnvoyServer;
import dev.fairlead.testing.servers.GdnsdServer;
import dev.fairlead.testing.servers.HaproxyServer;
import dev.fairlead.testing.servers.KnotServer;
import dev.fairlead.testing.servers.NginxServer;
import dev.fairlead.testing.servers.Ports;
import dev.fairlead.testing.servers.PowerDnsServer;
import dev.fairlead.testing.servers.PrimaryServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A data plane of each kind, as the gateway is told of it and as its users ask it: the two that are part of the gateway, and
 * seven servers of their own.
 */
final class NineDataPlanes implements AutoCloseable {

    static final List<String> BUILT_IN = List.of("dns", "edge");
    static final List<String> SERVERS = List.of("powerdns", "bind", "knot", "gdnsd", "envoy", "haproxy", "nginx");
    static final List<String> ALL =
            Stream.concat(BUILT_IN.stream(), SERVERS.stream()).toList();

    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final Duration FIRST_PLAN = Duration.ofMinutes(1);

    /** Enough that data planes of all kinds split them over two data centers; gdnsd, by its map, sends half of them to each. */
    private static final List<Network> CLIENTS = IntStream.range(0, 6)
            .boxed()
            .flatMap(i -> Stream.of("100.64.%d.0/24".formatted(i), "100.65.%d.0/24".formatted(i)))
            .map(Network::of)
            .toList();

    /** Who prefers which data center is gdnsd's own business. */
    private static final String GDNSD_PLUGINS = """
            geoip => {
              maps => { places => { datacenters => [us-east, us-west], nets => { 100.65.0.0/16 => [us-west, us-east] } } }
              resources => { shop => { map => places, dcmap => { us-east => %s, us-west => %s } } }
            }
            metafo => { resources => { fairlead => { datacenters => [seen], dcmap => { seen => 192.0.2.1 } } } }
            """;

    private static final String GDNSD_RECORDS = """
            shop 300/1 DYNA geoip!shop
            seen 3600000/5 DYNA metafo!fairlead
            """;

    private final TwoSites sites;
    private final PowerDnsServer powerDns;
    private final BindServer bind;
    private final KnotServer knot;
    private final GdnsdServer gdnsd;
    private final EnvoyServer envoy;
    private final HaproxyServer haproxy;
    private final NginxServer nginx;
    private final int xdsPort = Ports.next();
    private final int nginxStatusPort = Ports.next();
    private final Map<String, InetSocketAddress> dns;
    private final Map<String, URI> proxies;

    /**
     * @param builtInDns where the gateway will answer
     * @param builtInEdge where the gateway will answer
     * @param directory for what several of them read
     */
    NineDataPlanes(TwoSites sites, InetSocketAddress builtInDns, URI builtInEdge, Path directory) throws IOException {
        Path places = directory.resolve("places.mmdb");
        DemoPlaces.write(places);
        String east = sites.endpoint(TwoSites.EAST).toString();
        String west = sites.endpoint(TwoSites.WEST).toString();
        this.sites = sites;
        this.powerDns = PowerDnsServer.create(places);
        this.bind = BindServer.create(TwoSites.ZONE);
        this.knot = KnotServer.create(TwoSites.ZONE);
        this.gdnsd = GdnsdServer.create(
                GDNSD_PLUGINS.formatted(
                        sites.endpoint(TwoSites.EAST).ip(),
                        sites.endpoint(TwoSites.WEST).ip()),
                TwoSites.ZONE,
                GDNSD_RECORDS);
        this.envoy = EnvoyServer.create("envoy", xdsPort, Ports.next());
        this.haproxy = HaproxyServer.create(
                Map.of("shop.example", TwoSites.HOST, "10.1.0.11:8080", east, "10.2.0.11:8080", west));
        this.nginx = NginxServer.create(Map.of("shop.example", TwoSites.HOST));
        this.dns = Map.of(
                "dns", builtInDns,
                "powerdns", powerDns.dnsAddress(),
                "bind", bind.address(),
                "knot", knot.address(),
                "gdnsd", gdnsd.dnsAddress());
        this.proxies = Map.of(
                "edge", builtInEdge,
                "envoy", envoy.url(),
                "haproxy", proxy(haproxy.port()),
                "nginx", proxy(nginx.port()));
    }

    private static URI proxy(int port) {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** What the gateway has to know of those that are not its own. */
    Map<String, String> gatewayProperties() {
        Map<String, String> all = new TreeMap<>();
        add(
                all,
                "powerdns.powerdns",
                Map.of(
                        "url", powerDns.url(),
                        "api-key-file", powerDns.apiKeyFile(),
                        "dns-address", onLoopback(powerDns.dnsAddress().getPort()),
                        "zones[0]", TwoSites.ZONE));
        add(all, "rfc2136.bind", primary(bind));
        add(all, "rfc2136.knot", primary(knot));
        add(
                all,
                "gdnsd.gdnsd",
                Map.of(
                        "admin-state-file",
                        gdnsd.adminState(),
                        "dns-address",
                        onLoopback(gdnsd.dnsAddress().getPort()),
                        "witness.host",
                        "seen." + TwoSites.ZONE,
                        "witness.data-center",
                        "metafo/fairlead/seen",
                        "resources.shop",
                        "geoip/shop"));
        add(all, "envoy.envoy", Map.of("xds-port", xdsPort, "listener-port", envoy.listenerPort()));
        add(
                all,
                "haproxy.haproxy",
                Map.of(
                        "socket", haproxy.socket(),
                        "applications[0]", TwoSites.APPLICATION,
                        "directory", haproxy.startDirectory()));
        add(
                all,
                "nginx.nginx",
                Map.of(
                        "directory", nginx.generatedDirectory(),
                        "applications[0]", TwoSites.APPLICATION,
                        "applications[1]", "mail", // its configuration has that one too
                        "status-address", onLoopback(nginxStatusPort),
                        "binary", nginx.binary(),
                        "configuration", nginx.configuration(),
                        "pid-file", nginx.pidFile()));
        return all;
    }

    private static Map<String, Object> primary(PrimaryServer server) {
        return Map.of(
                "address", onLoopback(server.address().getPort()),
                "key-file", server.keyFile(),
                "zones[0]", TwoSites.ZONE);
    }

    private static String onLoopback(int port) {
        return "127.0.0.1:" + port;
    }

    private static void add(Map<String, String> all, String plane, Map<String, Object> properties) {
        properties.forEach(
                (name, value) -> all.put("fairlead.data-planes.%s.%s".formatted(plane, name), value.toString()));
    }

    /** Starts the servers that need nothing from the gateway to start. */
    void start() {
        powerDns.start();
        bind.start();
        knot.start();
        gdnsd.start();
        envoy.start();
        haproxy.start();
    }

    /** It does not start without the file that the gateway generates. */
    void startNginx() {
        Path generated = nginx.generatedDirectory().resolve("fairlead.conf");
        eventually(FIRST_PLAN, () -> assertThat(generated).exists());
        nginx.start();
    }

    /** Envoy comes up with nothing but what it is told. */
    void startEnvoyAnew() {
        envoy.kill();
        envoy.start();
    }

    /** Where each of these sends its users, each client network asked for once; in place of a data center the reason why there is none. */
    SortedMap<String, Set<String>> answers(List<String> planes) {
        SortedMap<String, Set<String>> answers = new TreeMap<>();
        for (String plane : planes) {
            Set<String> sent = new TreeSet<>();
            CLIENTS.forEach(client -> sent.add(answer(plane, client)));
            answers.put(plane, sent);
        }
        return answers;
    }

    private String answer(String plane, Network client) {
        InetSocketAddress server = dns.get(plane);
        return server == null ? served(Objects.requireNonNull(proxies.get(plane)), client) : resolved(server, client);
    }

    private String resolved(InetSocketAddress server, Network client) {
        DnsClient.Answer answer = new DnsClient(server, ANSWER).ask(TwoSites.HOST, client);
        InetAddress address = answer.address();
        return address == null ? answer.reason() : sites.at(address);
    }

    private static String served(URI proxy, Network client) {
        EdgeClient.Answer answer = new EdgeClient(proxy, ANSWER).get(TwoSites.HOST, "/", client.address());
        DataCenterName dataCenter = answer.dataCenter();
        return answer.status() == 200 && dataCenter != null ? dataCenter.value() : answer.reason();
    }

    @Override
    public void close() {
        Stream.<Runnable>of(
                        nginx::close,
                        haproxy::close,
                        envoy::close,
                        gdnsd::close,
                        knot::close,
                        bind::close,
                        powerDns::close)
                .forEach(Runnable::run);
    }
}
