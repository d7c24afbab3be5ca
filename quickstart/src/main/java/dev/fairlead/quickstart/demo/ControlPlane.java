package dev.fairlead.quickstart.demo;

import dev.fairlead.contracts.RegionName;
import dev.fairlead.quickstart.process.ProcessRecords;
import dev.fairlead.quickstart.process.Supervised;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The regions of the control plane with what joins them: the database and the bus. */
final class ControlPlane {

    private final DemoOptions options;
    private final Secrets secrets;
    private final ControlDatabase database;
    private final Bus bus;
    private final ServiceSettings settings;
    private final List<Region> regions;

    ControlPlane(DemoOptions options, ProcessRecords records) {
        this.options = options;
        List<RegionPorts> ports = RegionPorts.of(options.ports());
        this.secrets = new Secrets(options.directory().resolve("secrets"));
        this.database = new ControlDatabase(options, records, secrets, ports);
        this.bus = ports.size() == 1 ? new Bus.OfDatabase(database) : new NatsBus(options, records, secrets, ports);
        this.settings = new ServiceSettings(options, secrets, ports);
        this.regions =
                ports.stream().map(each -> new Region(each, options, records)).toList();
    }

    /** Fails when a service is not built, or when the bus cannot be had. */
    void require() {
        Arrays.stream(Service.values()).forEach(this::jar);
        bus.require();
    }

    private ServiceJar jar(Service service) {
        return ServiceJar.of(options.home(), options.cache(), service.module());
    }

    /** Starts what the services need: unpacked jars, the database, the bus. */
    void prepare() {
        secrets.write();
        Parallel.run(List.of(database::start, this::extract));
        regions.forEach(region -> bus.start(region.name()));
    }

    private void extract() {
        Path logs = options.directory().resolve("logs");
        Parallel.run(Arrays.stream(Service.values())
                .map(service ->
                        (Runnable) () -> jar(service).extract(logs.resolve("extract-" + service.module() + ".log")))
                .toList());
    }

    /**
     * Starts the services of a region for the first time; returns before they are ready. The first region's bring the
     * database up to date and write the archives of classes, so the others come after it.
     */
    void start(Region region) {
        for (Service service : Service.values()) {
            Path jar = jar(service).runnable();
            region.start(
                    service,
                    region == first() ? Java.service(jar) : Java.furtherService(jar),
                    settings.of(service, region.ports(), database.url(region.name()), bus.url(region.name())));
        }
    }

    List<Region> regions() {
        return regions;
    }

    Region first() {
        return regions.getFirst();
    }

    Region region(RegionName name) {
        return regions.stream()
                .filter(region -> region.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the demo has no region " + name));
    }

    /** Ends all of a region at once: its services, its bus, its member of the database. */
    void kill(Region region) {
        Parallel.run(List.of(region::kill, () -> bus.kill(region.name()), () -> database.kill(region.name())));
    }

    /** Starts what was killed of a region, and returns when it is ready. */
    void startAgain(Region region) {
        database.start(region.name());
        bus.start(region.name());
        region.startAgain();
        region.awaitReady();
    }

    /** The operator's token, valid in every region. */
    String token() {
        return secrets.operatorToken();
    }

    /** The services of all regions. */
    Stream<Supervised> processes() {
        return regions.stream().flatMap(region -> region.processes().stream());
    }

    /** Stops what the services needed, after them. */
    void stopBusAndDatabase(Duration patience) {
        bus.stop(patience);
        database.stop();
    }
}
