package dev.fairlead.quickstart.demo;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.postgres.PostgresServer;
import dev.fairlead.quickstart.client.GatewayClient;
import dev.fairlead.quickstart.control.ControlServer;
import dev.fairlead.quickstart.control.DemoControls;
import dev.fairlead.quickstart.control.RunningDemo;
import dev.fairlead.quickstart.process.DirectoryLock;
import dev.fairlead.quickstart.process.ProcessRecords;
import dev.fairlead.quickstart.process.Supervised;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One running demo. {@link #close()} may come at any moment, also while {@link #start()} is under way on another thread,
 * and leaves no process and no lock.
 */
public final class Demo implements DemoControls, AutoCloseable {

    /** At its first end after a build a service writes the archive of classes that makes its next starts faster. */
    private static final Duration ARCHIVE = Duration.ofSeconds(90);

    /** Somebody waits at the terminal: an archive that is not written by then is written another time. */
    private static final Duration AT_ONCE = Duration.ofSeconds(5);

    private final DemoOptions options;
    private final DemoDirectory directory;
    private final ProcessRecords records;
    private final ControlPlane controlPlane;
    private final DataCenters dataCenters;
    private final Lifetime lifetime = new Lifetime();
    private volatile @Nullable DirectoryLock lock;
    private volatile @Nullable ControlServer control;
    private volatile @Nullable RunningDemo running;

    public Demo(DemoOptions options) {
        this.options = options;
        this.directory = new DemoDirectory(options.directory());
        this.records = new ProcessRecords(options.directory().resolve("processes"));
        this.dataCenters = new DataCenters(options, records);
        this.controlPlane = new ControlPlane(options, records, dataCenters::controlledIn);
        DemoOptions.usePrograms(options.home());
    }

    /** Starts a demo and returns when its first plan is obeyed. */
    public static Demo start(DemoOptions options) {
        Demo demo = new Demo(options);
        try {
            demo.start();
            return demo;
        } catch (RuntimeException e) {
            demo.close();
            throw e;
        }
    }

    /** Starts everything and returns when the first plan is obeyed by DNS and edge of each region. */
    public void start() {
        lifetime.starts();
        try {
            prepare();
            Parallel.run(List.of(this::startControlPlane, this::startDataCenters));
            describe();
            running()
                    .regions()
                    .forEach(region -> FirstPlan.await(region, DemoResources.SHOP_HOST, lifetime::requireOpen));
            directory.tellOf(running());
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        } finally {
            lifetime.startIsOver();
        }
    }

    private void prepare() throws IOException {
        lifetime.whileOpen(() -> lock = directory.lock());
        List<String> leftovers = records.endLeftovers();
        if (!leftovers.isEmpty()) {
            say("ended what a killed demo left: " + String.join(", ", leftovers));
        }
        directory.empty();
        options.ports().forEach(Ports::requireFree);
        controlPlane.require();
    }

    private void startControlPlane() {
        controlPlane.prepare();
        say("PostgreSQL for the control plane is up");
        for (Region region : controlPlane.regions()) {
            lifetime.whileOpen(() -> controlPlane.start(region));
            region.awaitReady();
        }
    }

    private void startDataCenters() {
        dataCenters.startDatabase();
        say("the demo database is up: primary in %s, a streaming replica in each other data center"
                .formatted(DemoDataCenter.PRIMARY.dataCenter()));
        lifetime.whileOpen(dataCenters::startSites);
    }

    /** Writes the data centers, the database and the applications as an operator would. */
    private void describe() throws IOException {
        List<RunningDemo.Region> regions =
                controlPlane.regions().stream().map(Region::described).toList();
        dataCenters.describeTo(new GatewayClient(regions.getFirst().gateway(), controlPlane.token()));
        say("data centers, database and applications are written through the API");
        String controlToken = PrivateFiles.secret();
        ControlServer started = ControlServer.start(controlToken, this);
        control = started;
        running = new RunningDemo(controlPlane.token(), regions, started.address(), controlToken, dataCenters.sites());
    }

    /** The file that tells the CLI the addresses and the token. */
    public Path clientFile() {
        return directory.clientFile();
    }

    private void say(String line) {
        options.out().accept(line);
    }

    /** Where this demo is reached. */
    public RunningDemo running() {
        return Objects.requireNonNull(running, "the demo is not up yet");
    }

    /** The first region's. */
    public URI gateway() {
        return running().first().gateway();
    }

    /** An operator's token. */
    public String token() {
        return running().token();
    }

    /** The first region's. */
    public InetSocketAddress dns() {
        return running().first().dns();
    }

    /** The first region's. */
    public URI edge() {
        return running().first().edge();
    }

    @Override
    public void killDataCenter(DataCenterName name) {
        dataCenters.kill(name);
        say("data center %s is killed: its web application and its database".formatted(name));
    }

    @Override
    public void startDataCenter(DataCenterName name) {
        lifetime.requireOpen();
        dataCenters.start(name);
        say("data center %s is started".formatted(name));
    }

    @Override
    public void killRegion(RegionName name) {
        Region region = controlPlane.region(name);
        DataCenterName dataCenter = DemoDataCenter.in(name);
        Parallel.run(List.of(() -> controlPlane.kill(region), () -> dataCenters.kill(dataCenter)));
        say("region %s is killed: the services, NATS, the databases and the web application in it".formatted(name));
    }

    @Override
    public void startRegion(RegionName name) {
        lifetime.requireOpen();
        Region region = controlPlane.region(name);
        dataCenters.start(DemoDataCenter.in(name));
        controlPlane.startAgain(region);
        say("region %s is started".formatted(name));
    }

    /** The shop's database in a data center, to break it in ways that no kill does. */
    public PostgresServer shopDatabase(DataCenterName name) {
        return dataCenters.databaseIn(name);
    }

    /** Kills only the web application of a data center; {@link #startDataCenter} starts it again. */
    public void killSite(DataCenterName name) {
        dataCenters.killSite(name);
    }

    @Override
    public void killService(String service) {
        first(service).kill();
    }

    private Supervised first(String service) {
        return controlPlane.first().process(Service.of(service));
    }

    /** Kills the services of all regions; only data planes in other processes are left. */
    public void stopAllServices() {
        Parallel.run(controlPlane.regions().stream()
                .map(region -> (Runnable) region::kill)
                .toList());
    }

    /** Starts all services that are stopped, and returns when they are ready. */
    public void startAllServices() {
        controlPlane.regions().forEach(Region::startAgain);
        controlPlane.regions().forEach(Region::awaitReady);
    }

    /** The processes of the services of all regions. */
    public List<ProcessHandle> serviceProcesses() {
        return controlPlane.regions().stream().flatMap(Region::handles).toList();
    }

    /** Ends everything in order. */
    @Override
    public void close() {
        close(ARCHIVE);
    }

    /** Ends everything as soon as that goes without loss. */
    public void closeAtOnce() {
        close(AT_ONCE);
    }

    private void close(Duration patience) {
        lifetime.end(() -> stopProcesses(patience), () -> directory.leave(lock));
    }

    private void stopProcesses(Duration patience) {
        ControlServer listening = control;
        if (listening != null) {
            listening.close();
        }
        Stream<Supervised> all = Stream.concat(controlPlane.processes(), dataCenters.processes());
        Parallel.run(all.map(process -> (Runnable) () -> process.stop(patience)).toList());
        Parallel.run(List.of(() -> controlPlane.stopBusAndDatabase(patience), dataCenters::stopDatabase));
    }

    /** Removes what is left of a demo that was closed: its logs. */
    public void removeDirectory() {
        directory.remove();
    }
}
