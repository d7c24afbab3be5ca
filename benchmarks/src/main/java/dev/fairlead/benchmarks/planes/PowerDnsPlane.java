package dev.fairlead.benchmarks.planes;

import dev.fairlead.quickstart.client.Http;
import dev.fairlead.testing.servers.PowerDnsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import tools.jackson.databind.json.JsonMapper;

/** A real PowerDNS with a Lua record for each name; by hand, one PATCH for up to a thousand of them. */
final class PowerDnsPlane implements Plane {

    private static final int BATCH = 1_000;
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final String ZONES = "/api/v1/servers/localhost/zones";
    private static final String ZONE = Fleet.ZONE + ".";

    private final Fleet fleet;
    private final PowerDnsServer server = PowerDnsServer.create(null);
    private final User user = User.ofDns(server.dnsAddress());
    private boolean zone;

    PowerDnsPlane(Fleet fleet) {
        this.fleet = fleet;
    }

    @Override
    public Map<String, String> gatewayProperties() {
        String prefix = "fairlead.data-planes.powerdns.%s.".formatted(NAME);
        return Map.of(
                prefix + "url",
                server.url().toString(),
                prefix + "api-key-file",
                server.apiKeyFile().toString(),
                prefix + "dns-address",
                "127.0.0.1:" + server.dnsAddress().getPort(),
                prefix + "zones",
                Fleet.ZONE);
    }

    @Override
    public void start() {
        server.start();
    }

    @Override
    public void tell(int from, int to, Side side) {
        if (!zone) {
            send(
                    "POST",
                    ZONES,
                    Map.of(
                            "name",
                            ZONE,
                            "kind",
                            "Native",
                            "nameservers",
                            List.of(),
                            "soa_edit_api",
                            "INCREASE",
                            "api_rectify",
                            false));
            zone = true;
        }
        for (int first = from; first < to; first += BATCH) {
            List<Map<String, Object>> records = IntStream.range(first, Math.min(first + BATCH, to))
                    .mapToObj(application -> lua(application, side))
                    .toList();
            send("PATCH", ZONES + "/" + ZONE, Map.of("rrsets", records));
        }
    }

    /** As Fairlead writes it. */
    private Map<String, Object> lua(int application, Side side) {
        String address = fleet.endpoints(application, side).getFirst().ip();
        return Map.of(
                "name",
                Fleet.host(application) + ".",
                "type",
                "LUA",
                "ttl",
                Fleet.TTL_SECONDS,
                "changetype",
                "REPLACE",
                "records",
                List.of(Map.of("content", "A \";return '%s'\"".formatted(address), "disabled", false)));
    }

    private void send(String method, String path, Object body) {
        HttpRequest request = Http.request(server.url().resolve(path))
                .timeout(TIMEOUT)
                .header("X-API-Key", server.apiKey())
                .header("Content-Type", "application/json")
                .method(
                        method,
                        HttpRequest.BodyPublishers.ofString(JsonMapper.shared().writeValueAsString(body)))
                .build();
        try {
            HttpResponse<String> answer = Http.send(request);
            if (answer.statusCode() >= 300) {
                throw new IllegalStateException(
                        "PowerDNS answered %d: %s".formatted(answer.statusCode(), answer.body()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("PowerDNS does not answer: " + e.getMessage(), e);
        }
    }

    @Override
    public Optional<Side> ask(int application) {
        return user.ask(Fleet.host(application));
    }

    @Override
    public void close() {
        server.close();
    }
}
