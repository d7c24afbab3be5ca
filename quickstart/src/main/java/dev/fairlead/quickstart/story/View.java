package dev.fairlead.quickstart.story;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.quickstart.client.GatewayClient;
import dev.fairlead.quickstart.control.RunningDemo;
import dev.fairlead.quickstart.demo.DemoResources;
import java.io.IOException;
import java.util.List;

/** The applications and a data center, through one region's gateway, DNS answerer and edge alone. */
final class View {

    private final RunningDemo.Region region;
    private final GatewayClient gateway;
    private final Users shop;
    private final Users media;
    private final Stage stage;

    View(RunningDemo demo, RunningDemo.Region region, DataCenterName watched) {
        this.region = region;
        this.gateway = new GatewayClient(region.gateway(), demo.token());
        this.shop = new Users(demo, region, DemoResources.SHOP_HOST);
        this.media = new Users(demo, region, DemoResources.MEDIA_HOST);
        this.stage = new Stage(gateway, shop, watched);
    }

    RunningDemo.Region region() {
        return region;
    }

    RegionName name() {
        return region.name();
    }

    List<RoutingPlan> plans() throws IOException {
        return gateway.plans();
    }

    /** The users of the application that is held after a failure. */
    Users shop() {
        return shop;
    }

    /** The users of the application that an operator drains. */
    Users media() {
        return media;
    }

    Stage stage() {
        return stage;
    }
}
