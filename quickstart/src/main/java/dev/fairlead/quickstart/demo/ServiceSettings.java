package dev.fairlead.quickstart.demo;

import dev.fairlead.contracts.RegionName;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** What the services are told about themselves and each other. */
final class ServiceSettings {

    private final DemoOptions options;
    private final Secrets secrets;
    private final List<RegionPorts> regions;
    private final Function<RegionName, Map<String, String>> controlled;

    /** @param controlled the properties by which a region's replication-service controls the databases beside it */
    ServiceSettings(
            DemoOptions options,
            Secrets secrets,
            List<RegionPorts> regions,
            Function<RegionName, Map<String, String>> controlled) {
        this.options = options;
        this.secrets = secrets;
        this.regions = regions;
        this.controlled = controlled;
    }

    /**
     * The properties of one service.
     *
     * @param own its region
     * @param databaseUrl of the control plane's database, the region's own member first
     * @param busUrl the region's own server first
     */
    Map<String, String> of(Service service, RegionPorts own, String databaseUrl, String busUrl) {
        Map<String, String> all = new TreeMap<>();
        all.put("server.port", Integer.toString(own.address(service).port()));
        all.put("server.address", own.address(service).ip());
        all.put("spring.datasource.url", databaseUrl);
        all.put("spring.datasource.username", service.role());
        all.put("spring.datasource.password", secrets.password(service));
        all.put("fairlead.region", own.region().value());
        all.put("fairlead.bus.url", busUrl);
        all.put("fairlead.bus.user", service.role());
        all.put("fairlead.bus.password", secrets.password(service));
        all.put("fairlead.service-token-file", secrets.serviceTokenFile().toString());
        all.put("fairlead.exit-with-parent", "true");
        for (Service other : Service.values()) {
            all.put(
                    "spring.http.serviceclient.%s.base-url".formatted(other.role()),
                    own.url(other).toString());
        }
        for (RegionPorts other : regions) {
            if (!other.equals(own)) {
                all.put("fairlead.peers." + other.region(), other.url(service).toString());
            }
        }
        all.putAll(own(service, own));
        return all;
    }

    private Map<String, String> own(Service service, RegionPorts own) {
        return switch (service) {
            case TRAFFIC -> Map.of("fairlead.traffic.allow-loopback", "true");
            case HEALTH -> Map.of("fairlead.health.quorum", Integer.toString(regions.size() / 2 + 1));
            case DEPLOY -> Map.of("fairlead.deploy.allow-loopback", "true");
            case REPLICATION -> replication(own);
            case GATEWAY -> gateway(own);
        };
    }

    private Map<String, String> replication(RegionPorts own) {
        Map<String, String> all = new TreeMap<>(controlled.apply(own.region()));
        all.put("fairlead.replication.allow-loopback", "true");
        all.put(
                "fairlead.replication.credentials-directory",
                ShopDatabase.credentials(options.directory()).toString());
        return all;
    }

    private Map<String, String> gateway(RegionPorts own) {
        Map<String, String> all = new TreeMap<>(options.gatewayProperties());
        all.put("fairlead.gateway.operator-token-hashes.operator", secrets.operatorTokenHash());
        all.put("fairlead.gateway.state-directory", gatewayState(own).toString());
        all.put(
                "fairlead.geo.database",
                options.directory().resolve(DemoDirectory.PLACES).toString());
        all.put("fairlead.data-planes.dns.address", own.address(Service.GATEWAY).ip());
        all.put("fairlead.data-planes.dns.port", Integer.toString(own.typed().dns()));
        all.put("fairlead.data-planes.edge.port", Integer.toString(own.typed().edge()));
        return all;
    }

    /** Where a region's gateway keeps what it remembers over a restart. */
    Path gatewayState(RegionPorts own) {
        return options.directory().resolve("services").resolve(own.prefix() + "gateway-state");
    }
}
