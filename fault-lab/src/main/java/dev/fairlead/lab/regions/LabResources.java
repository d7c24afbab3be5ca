package dev.fairlead.lab.regions;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.Resource;
import dev.fairlead.contracts.deploy.RolloutSpec;
import dev.fairlead.contracts.traffic.ApplicationSpec;
import dev.fairlead.contracts.traffic.DataCenterSpec;
import dev.fairlead.contracts.traffic.HealthCheck;
import dev.fairlead.contracts.traffic.SteeringPolicy;
import dev.fairlead.quickstart.client.GatewayClient;
import dev.fairlead.quickstart.demo.DemoDataCenter;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the lab's operator writes: one application for each thing that is watched, so that none disturbs another. */
public final class LabResources {

    /** Whose users are watched; nobody orders anything about it. */
    public static final String STEADY = "steady";

    public static final String STEADY_HOST = STEADY + ".fairlead.example";

    /** What is rolled out again and again. */
    public static final String ROLLING = "rolling";

    /** Applications whose time to live the operator changes again and again. */
    public static final int LEDGERS = 8;

    /** A probe takes up to 200 ms more in some weathers, there and back, for the connection and for the request. */
    private static final int PROBE_TIMEOUT_MS = 1_500;

    private final List<RegionName> regions;
    private final LabSites sites;

    LabResources(List<RegionName> regions, LabSites sites) {
        this.regions = regions;
        this.sites = sites;
    }

    /** Writes everything. */
    void apply(GatewayClient gateway) throws IOException {
        for (DemoDataCenter each : DemoDataCenter.values()) {
            gateway.apply(
                    "data-centers",
                    new Resource<>(
                            "DataCenter",
                            new Resource.Metadata(each.dataCenter().value(), null),
                            new DataCenterSpec(each.region(), each.location())));
        }
        gateway.apply("applications", application(STEADY, 5));
        gateway.apply("applications", application(ROLLING, 5));
        for (int i = 0; i < LEDGERS; i++) {
            gateway.apply("applications", ledger(i, 1));
        }
    }

    public static String ledgerName(int number) {
        return "ledger-" + number;
    }

    /** A ledger with this content. */
    public Resource<ApplicationSpec> ledger(int number, int ttlSeconds) {
        return application(ledgerName(number), ttlSeconds);
    }

    private Resource<ApplicationSpec> application(String name, int ttlSeconds) {
        List<ApplicationSpec.Pool> pools = regions.stream()
                .map(region -> new ApplicationSpec.Pool(DemoDataCenter.in(region), List.of(sites.endpoint(region))))
                .toList();
        SteeringPolicy steering = new SteeringPolicy(
                true, List.of(), Map.of(), List.of(), SteeringPolicy.AllDown.FAIL_OPEN, SteeringPolicy.Failback.AUTO);
        ApplicationSpec spec =
                new ApplicationSpec(name + ".fairlead.example", ttlSeconds, pools, check(), steering, null);
        return new Resource<>("Application", new Resource.Metadata(name, null), spec);
    }

    @SuppressWarnings("NullAway") // what is absent has a default
    private static HealthCheck check() {
        return new HealthCheck(null, null, null, PROBE_TIMEOUT_MS, null, null, null);
    }

    /** A release through all data centers, one after the other. */
    public RolloutSpec rollout(String version) {
        Map<DataCenterName, String> hooks = new LinkedHashMap<>();
        regions.forEach(
                region -> hooks.put(DemoDataCenter.in(region), "http://%s/install".formatted(sites.endpoint(region))));
        List<List<DataCenterName>> waves = Arrays.stream(DemoDataCenter.values())
                .map(each -> List.of(each.dataCenter()))
                .toList();
        return new RolloutSpec(
                ApplicationName.of(ROLLING), version, waves, hooks, new RolloutSpec.Check("/", 200, true, 2_000));
    }
}
