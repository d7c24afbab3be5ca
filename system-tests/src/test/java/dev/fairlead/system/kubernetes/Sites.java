package dev.fairlead.system.kubernetes;

import com.sun.net.httpserver.HttpServer;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.Resource;
import dev.fairlead.contracts.traffic.ApplicationSpec;
import dev.fairlead.contracts.traffic.DataCenterSpec;
import dev.fairlead.contracts.traffic.HealthCheck;
import dev.fairlead.contracts.traffic.Location;
import dev.fairlead.contracts.traffic.SteeringPolicy;
import dev.fairlead.quickstart.client.GatewayClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;

/** An application in three data centers, each a server on this machine that says where it is. */
final class Sites implements AutoCloseable {

    static final String APPLICATION = "shop";
    static final String HOST = "shop.fairlead.example";
    static final List<DataCenterName> ALL =
            List.of(DataCenterName.of("east"), DataCenterName.of("west"), DataCenterName.of("middle"));

    /**
     * As little as possible moves by itself back and forth while a busy machine is slow to answer. The hold-down does not grow:
     * these data centers die several times within the minutes in which that would be held against them.
     */
    private static final HealthCheck PATIENT = new HealthCheck(
                    HealthCheck.Kind.HTTP, "/healthz", 1_000, 3_000, 500, 3, 2)
            .with(new HealthCheck.HoldDown(2_000, 2_000));

    private final List<RegionName> regions;
    private final Map<DataCenterName, HttpServer> servers = new HashMap<>();
    private final Map<DataCenterName, Integer> ports = new HashMap<>();

    /** @param regions of the sites, one after the other */
    Sites(List<RegionName> regions) {
        this.regions = regions;
        ALL.forEach(this::start);
    }

    void start(DataCenterName site) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(ports.getOrDefault(site, 0)), 0);
            byte[] body = "{\"dataCenter\":\"%s\"}".formatted(site).getBytes(StandardCharsets.UTF_8);
            server.createContext("/", exchange -> {
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
                exchange.close();
            });
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.start();
            servers.put(site, server);
            ports.put(site, server.getAddress().getPort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void stop(DataCenterName site) {
        HttpServer server = servers.remove(site);
        if (server != null) {
            server.stop(0);
        }
    }

    private RegionName region(DataCenterName site) {
        return regions.get(ALL.indexOf(site) % regions.size());
    }

    /** Writes them and the application, whose users come back by themselves. */
    void describeTo(GatewayClient operator) throws IOException {
        List<ApplicationSpec.Pool> pools = new ArrayList<>();
        for (DataCenterName site : ALL) {
            operator.apply(
                    "data-centers",
                    new Resource<>(
                            "DataCenter",
                            new Resource.Metadata(site.value(), null),
                            new DataCenterSpec(region(site), new Location(0, 0))));
            pools.add(new ApplicationSpec.Pool(
                    site, List.of(new EndpointAddress(Cluster.HOST, ports.getOrDefault(site, 0)))));
        }
        SteeringPolicy evenly = new SteeringPolicy(
                false,
                List.of(),
                Map.of(ALL.get(0), 1, ALL.get(1), 1, ALL.get(2), 1),
                List.of(),
                SteeringPolicy.AllDown.FAIL_OPEN,
                SteeringPolicy.Failback.AUTO);
        operator.apply(
                "applications",
                new Resource<>(
                        "Application",
                        new Resource.Metadata(APPLICATION, null),
                        new ApplicationSpec(HOST, 5, pools, PATIENT, evenly, null)));
    }

    @Override
    public void close() {
        List.copyOf(servers.keySet()).forEach(this::stop);
    }
}
