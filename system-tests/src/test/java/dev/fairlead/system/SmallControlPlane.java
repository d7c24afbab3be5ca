package dev.fairlead.system;

import dev.fairlead.quickstart.client.GatewayClient;
import dev.fairlead.quickstart.demo.ControlPlane;
import dev.fairlead.quickstart.demo.DemoDirectory;
import dev.fairlead.quickstart.demo.DemoOptions;
import dev.fairlead.quickstart.demo.EmbeddedControlDatabase;
import dev.fairlead.quickstart.demo.Ground;
import dev.fairlead.quickstart.demo.Parallel;
import dev.fairlead.quickstart.demo.Processes;
import dev.fairlead.quickstart.demo.Region;
import dev.fairlead.quickstart.demo.Service;
import dev.fairlead.quickstart.process.ProcessRecords;
import java.io.IOException;
import java.util.List;

/**
 * What it takes to decide plans and to push them, each a process of its own: PostgreSQL, which carries the bus too, the traffic-service,
 * the health-service and the gateway.
 */
final class SmallControlPlane implements AutoCloseable {

    private final DemoOptions options;
    private final EmbeddedControlDatabase database;
    private final ControlPlane controlPlane;
    private final Region region;

    SmallControlPlane(DemoOptions options) {
        this.options = options;
        ProcessRecords records = new ProcessRecords(options.directory().resolve("processes"));
        this.database = new EmbeddedControlDatabase(options, records, ControlPlane.regionNames(1));
        this.controlPlane = new ControlPlane(new Processes(options, records, Ground.LOOPBACK), regions -> database);
        this.region = controlPlane.first();
    }

    /** Returns when everything is ready. */
    void start() throws IOException {
        new DemoDirectory(options.directory()).empty();
        controlPlane.require();
        controlPlane.prepare();
        List.of(Service.TRAFFIC, Service.HEALTH, Service.GATEWAY)
                .forEach(service -> controlPlane.start(region, service));
        region.awaitReady();
    }

    GatewayClient operator() {
        return new GatewayClient(region.described().gateway(), controlPlane.token());
    }

    /** Ends everything else at once, as a power cut would. */
    void killAllButTheGateway() {
        Parallel.run(List.of(
                region.process(Service.TRAFFIC)::killForGood,
                region.process(Service.HEALTH)::killForGood,
                () -> database.kill(region.name())));
    }

    void killTheGateway() {
        region.process(Service.GATEWAY).killForGood();
    }

    /** Returns before it answers. */
    void startTheGateway() {
        region.process(Service.GATEWAY).start();
    }

    /** Starts what was killed besides the gateway; returns before the services answer. */
    void startTheRest() {
        database.start(region.name());
        region.startAgain();
    }

    @Override
    public void close() {
        region.kill();
        database.stop();
    }
}
