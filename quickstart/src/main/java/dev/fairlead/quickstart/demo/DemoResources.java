package dev.fairlead.quickstart.demo;

import dev.fairlead.contracts.DatabaseName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.Resource;
import dev.fairlead.contracts.replication.DatabaseSpec;
import dev.fairlead.contracts.traffic.ApplicationSpec;
import dev.fairlead.contracts.traffic.DataCenterSpec;
import dev.fairlead.contracts.traffic.HealthCheck;
import dev.fairlead.contracts.traffic.SteeringPolicy;
import dev.fairlead.quickstart.client.GatewayClient;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an operator would write to describe the demo. {@code shop} has data, a split by weights and waits at 0 after a
 * failure; {@code media} has the opposite of each.
 */
public final class DemoResources {

    /** The application of the stories. */
    public static final String SHOP = "shop";

    public static final String SHOP_HOST = "shop.fairlead.example";

    /** Goes to the closest, and back there by itself. */
    public static final String MEDIA = "media";

    public static final String MEDIA_HOST = "media.fairlead.example";

    /** Basis points of North American users that each data center gets. */
    public static final Map<String, Integer> NORTH_AMERICA = Map.of("us-east", 7_000, "us-west", 3_000);

    /** The countries that are split by these weights. */
    public static final List<String> SPLIT_COUNTRIES = List.of("US", "CA");

    /** How old what users of {@link #SHOP} read may be. */
    public static final long STALENESS_BUDGET_MS = 5_000;

    private DemoResources() {}

    static void apply(GatewayClient gateway, Sites sites, ShopDatabase database) throws IOException {
        for (DemoDataCenter each : DemoDataCenter.values()) {
            String name = each.dataCenter().value();
            gateway.apply(
                    "data-centers", resource("DataCenter", name, new DataCenterSpec(each.region(), each.location())));
        }
        gateway.apply("databases", resource("Database", ShopDatabase.DATABASE, database(database)));
        gateway.apply("applications", resource("Application", SHOP, shop(sites)));
        gateway.apply("applications", resource("Application", MEDIA, media(sites)));
    }

    private static <S> Resource<S> resource(String kind, String name, S spec) {
        return new Resource<>(kind, new Resource.Metadata(name, null), spec);
    }

    private static DatabaseSpec database(ShopDatabase database) {
        return new DatabaseSpec(
                ShopDatabase.DATABASE,
                ShopDatabase.DATABASE,
                Arrays.stream(DemoDataCenter.values())
                        .map(each -> new DatabaseSpec.Member(
                                each.dataCenter(),
                                new EndpointAddress(
                                        "127.0.0.1", database.member(each).port())))
                        .toList(),
                250);
    }

    private static ApplicationSpec shop(Sites sites) {
        SteeringPolicy steering = new SteeringPolicy(
                true,
                List.of(new SteeringPolicy.Audience(
                        "north-america",
                        SPLIT_COUNTRIES,
                        List.of(),
                        List.of(),
                        Map.of(
                                DemoDataCenter.US_EAST.dataCenter(), 70,
                                DemoDataCenter.US_WEST.dataCenter(), 30))),
                Map.of(),
                List.of(),
                SteeringPolicy.AllDown.FAIL_OPEN,
                SteeringPolicy.Failback.HOLD);
        return application(
                SHOP_HOST,
                sites,
                steering,
                new ApplicationSpec.DataNeeds(DatabaseName.of(ShopDatabase.DATABASE), STALENESS_BUDGET_MS));
    }

    private static ApplicationSpec media(Sites sites) {
        SteeringPolicy steering = new SteeringPolicy(
                true, List.of(), Map.of(), List.of(), SteeringPolicy.AllDown.FAIL_OPEN, SteeringPolicy.Failback.AUTO);
        return application(MEDIA_HOST, sites, steering, null);
    }

    private static ApplicationSpec application(
            String host, Sites sites, SteeringPolicy steering, ApplicationSpec.@Nullable DataNeeds data) {
        List<ApplicationSpec.Pool> pools = Arrays.stream(DemoDataCenter.values())
                .map(each -> new ApplicationSpec.Pool(each.dataCenter(), List.of(sites.endpoint(each))))
                .toList();
        HealthCheck check =
                HealthCheck.defaults().with(new HealthCheck.HoldDown(2_000, 20_000)); // nobody waits minutes for a demo
        return new ApplicationSpec(host, 5, pools, check, steering, data);
    }
}
