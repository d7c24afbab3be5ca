package dev.fairlead.system;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.Network;
import dev.fairlead.contracts.traffic.RestoreRequest;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.Standing;
import dev.fairlead.quickstart.client.DnsClient;
import dev.fairlead.quickstart.client.EdgeClient;
import dev.fairlead.quickstart.client.GatewayClient;
import dev.fairlead.quickstart.demo.Demo;
import dev.fairlead.quickstart.demo.DemoOptions;
import dev.fairlead.quickstart.demo.DemoResources;
import dev.fairlead.quickstart.geo.DemoPlaces;
import dev.fairlead.testing.servers.EnvoyServer;
import dev.fairlead.testing.servers.Ports;
import dev.fairlead.testing.servers.PowerDnsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A whole Fairlead with four data planes that carry traffic (built-in DNS and edge, a real PowerDNS, a real Envoy whose
 * users are American) and a fifth that never was there.
 */
final class DataPlanesUnderTest implements AutoCloseable {

    /** A data plane that nobody answers for. */
    static final String ABSENT = "absent";

    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final String ZONE = "fairlead.example";

    /** Client networks of the demo's places: many where users are split, one in each of some other countries. */
    private static final List<Network> CLIENTS = Stream.concat(
                    IntStream.range(0, 40).mapToObj("100.64.%d.0/24"::formatted),
                    Stream.of("203.0.113.0/24", "100.67.0.0/24", "100.69.0.0/24", "100.71.0.0/24", "192.0.2.0/24"))
            .map(Network::of)
            .toList();

    private final PowerDnsServer powerDns;
    private final EnvoyServer envoy;
    private final Demo demo;
    private final GatewayClient operator;
    private final HttpClient http = HttpClient.newHttpClient();

    private DataPlanesUnderTest(PowerDnsServer powerDns, EnvoyServer envoy, Demo demo) {
        this.powerDns = powerDns;
        this.envoy = envoy;
        this.demo = demo;
        this.operator = new GatewayClient(demo.gateway(), demo.token());
    }

    /** @param directory for everything that it keeps */
    static DataPlanesUnderTest start(Path directory) throws IOException {
        Path places = directory.resolve("places.mmdb");
        DemoPlaces.write(places);
        int xdsPort = Ports.next();
        PowerDnsServer powerDns = PowerDnsServer.create(places);
        EnvoyServer envoy = EnvoyServer.create("story", xdsPort, Ports.next());
        try {
            powerDns.start();
            envoy.start();
            Path absentKey = Files.writeString(directory.resolve("no-key"), "none");
            Map<String, String> properties = new LinkedHashMap<>();
            String prefix = "fairlead.data-planes.powerdns.powerdns.";
            properties.put(prefix + "url", powerDns.url().toString());
            properties.put(prefix + "api-key-file", powerDns.apiKeyFile().toString());
            properties.put(
                    prefix + "dns-address", "127.0.0.1:" + powerDns.dnsAddress().getPort());
            properties.put(prefix + "zones[0]", ZONE);
            String absent = "fairlead.data-planes.powerdns.%s.".formatted(ABSENT);
            properties.put(absent + "url", "http://127.0.0.1:" + Ports.next());
            properties.put(absent + "api-key-file", absentKey.toString());
            properties.put(absent + "dns-address", "127.0.0.1:" + Ports.next());
            String group = "fairlead.data-planes.envoy.envoy.";
            properties.put(group + "xds-port", Integer.toString(xdsPort));
            properties.put(group + "listener-port", Integer.toString(envoy.listenerPort()));
            properties.put(group + "node-group", "story");
            properties.put(group + "place.country", "US");
            Demo demo = Demo.start(DemoOptions.apart(
                            Path.of("..").toAbsolutePath().normalize(), directory.resolve("demo"), System.out::println)
                    .withGatewayProperties(properties));
            return new DataPlanesUnderTest(powerDns, envoy, demo);
        } catch (IOException | RuntimeException e) {
            envoy.close();
            powerDns.close();
            throw e;
        }
    }

    Demo demo() {
        return demo;
    }

    PowerDnsServer powerDns() {
        return powerDns;
    }

    EnvoyServer envoy() {
        return envoy;
    }

    /** Where each client network is sent by each of the DNS servers; empty for one without an answer. */
    Map<String, Optional<DataCenterName>> dnsPicture() {
        Map<String, Optional<DataCenterName>> picture = new LinkedHashMap<>();
        for (Network client : CLIENTS) {
            picture.put("dns " + client, resolved(demo.dns(), client));
            picture.put("powerdns " + client, resolved(powerDns.dnsAddress(), client));
        }
        return picture;
    }

    private Optional<DataCenterName> resolved(InetSocketAddress server, Network client) {
        return Optional.ofNullable(new DnsClient(server, ANSWER)
                        .ask(DemoResources.SHOP_HOST, client)
                        .address())
                .flatMap(demo.running()::at);
    }

    /** Where each request is answered that is sent through the edge and through Envoy; empty for one that fails. */
    Map<String, Optional<DataCenterName>> httpPicture() {
        Map<String, Optional<DataCenterName>> picture = new LinkedHashMap<>();
        for (Network client : CLIENTS) {
            picture.put("edge " + client, served(demo.edge(), client));
            picture.put("envoy " + client, served(envoy.url(), client));
        }
        return picture;
    }

    private Optional<DataCenterName> served(URI proxy, Network client) {
        EdgeClient.Answer answer = new EdgeClient(proxy, ANSWER).get(DemoResources.SHOP_HOST, "/", client.address());
        return Optional.ofNullable(answer.status() == 200 ? answer.dataCenter() : null);
    }

    RoutingPlan plan() throws IOException {
        return operator.plan(DemoResources.SHOP);
    }

    Standing standing(DataCenterName dataCenter) throws IOException {
        return plan().standings().stream()
                .filter(standing -> standing.dataCenter().equals(dataCenter))
                .findFirst()
                .orElseThrow();
    }

    void restore(DataCenterName dataCenter) throws IOException {
        operator.restore(new RestoreRequest(null, dataCenter, "the story goes on"));
    }

    /** How a data plane stands, as operators are shown it. */
    JsonNode dataPlane(String name) throws IOException {
        return StreamSupport.stream(
                        operator.tree("/v1/data-planes").path("items").spliterator(), false)
                .filter(plane -> plane.path("name").asString().equals(name))
                .findFirst()
                .orElseThrow();
    }

    String state(String dataPlane) throws IOException {
        return dataPlane(dataPlane).path("standing").path("state").asString();
    }

    String reason(String dataPlane) throws IOException {
        return dataPlane(dataPlane).path("standing").path("reason").asString();
    }

    /** Grows with every write to the zone. */
    long zoneSerial() {
        return JsonMapper.shared()
                .readTree(powerDnsApi("GET", ""))
                .path("serial")
                .asLong();
    }

    /** Replaces what PowerDNS answers for the application by somebody's own record. */
    void writePowerDnsByHand(String address) {
        powerDnsApi("PATCH", """
                {"rrsets": [{"name": "%s.", "type": "LUA", "ttl": 5, "changetype": "REPLACE",
                  "records": [{"content": "A \\";return '%s'\\"", "disabled": false}]}]}
                """.formatted(DemoResources.SHOP_HOST, address));
    }

    private String powerDnsApi(String method, String body) {
        HttpRequest request = HttpRequest.newBuilder(
                        powerDns.url().resolve("/api/v1/servers/localhost/zones/%s.".formatted(ZONE)))
                .header("X-API-Key", powerDns.apiKey())
                .timeout(ANSWER)
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() >= 300) {
                throw new IllegalStateException("PowerDNS answered " + response.statusCode() + " " + response.body());
            }
            return response.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        demo.close();
        envoy.close();
        powerDns.close();
        http.close();
    }
}
