package dev.fairlead.quickstart.demo;

import dev.fairlead.contracts.RegionName;
import dev.fairlead.quickstart.process.ProcessRecords;
import dev.fairlead.quickstart.process.Supervised;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;

/** The regions of the control plane with what joins them: the database and the bus. */
public final class ControlPlane {

    private final DemoOptions options;
    private final Secrets secrets;
    private final ControlDatabase database;
    private final Bus bus;
    private final ServiceSettings settings;
    private final List<Region> regions;

    /**
     * On this machine as it is, with the embedded database.
     *
     * @param controlled the properties by which a region's replication-service controls the databases beside it
     */
    ControlPlane(DemoOptions options, ProcessRecords records, Function<RegionName, Map<String, String>> controlled) {
        this(
                new Processes(options, records, Ground.LOOPBACK),
                regions -> new EmbeddedControlDatabase(options, records, regions),
                controlled);
    }

    /** @param database made for these regions, the first region's first */
    public ControlPlane(Processes processes, Function<List<RegionName>, ControlDatabase> database) {
        this(processes, database, region -> Map.of());
    }

    private ControlPlane(
            Processes processes,
            Function<List<RegionName>, ControlDatabase> database,
            Function<RegionName, Map<String, String>> controlled) {
        this.options = processes.options();
        List<RegionPorts> ports = RegionPorts.of(options.ports(), processes.ground());
        List<RegionName> names = ports.stream().map(RegionPorts::region).toList();
        this.secrets = new Secrets(options.directory().resolve("secrets"));
        this.database = database.apply(names);
        this.bus = ports.size() == 1 ? new Bus.OfDatabase(this.database) : new NatsBus(processes, secrets, names);
        this.settings = new ServiceSettings(options, secrets, ports, controlled);
        this.regions = ports.stream().map(each -> new Region(each, processes)).toList();
    }

    /** The names of so many regions. */
    public static List<RegionName> regionNames(int regions) {
        return RegionPorts.names(regions);
    }

    /** The names of the processes of so many regions, the database's apart. */
    public static List<String> processNames(int regions) {
        return RegionPorts.names(regions).stream()
                .flatMap(region -> Stream.concat(
                                Arrays.stream(Service.values()).map(Service::module), Stream.of(NatsBus.PROCESS))
                        .map(process -> region + "-" + process))
                .toList();
    }

    /** Fails when a service is not built, or when the bus cannot be had. */
    public void require() {
        Arrays.stream(Service.values()).forEach(this::jar);
        bus.require();
    }

    private ServiceJar jar(Service service) {
        return ServiceJar.of(options.home(), options.cache(), service.module());
    }

    /** Starts what the services need: unpacked jars, the database, the bus. */
    public void prepare() {
        secrets.write();
        Parallel.run(List.of(() -> database.start(secrets.roles()), this::extract));
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
    public void start(Region region) {
        for (Service service : Service.values()) {
            start(region, service);
        }
    }

    /** The same for one of them, where not all are needed. */
    public void start(Region region, Service service) {
        Path jar = jar(service).runnable();
        region.start(
                service,
                region == first() ? Java.service(jar) : Java.furtherService(jar),
                settings.of(service, region.ports(), database.url(region.name()), bus.url(region.name())));
    }

    /** Whether archives of classes were written, which make every start of this build cheaper. */
    public boolean archived() {
        return Arrays.stream(Service.values())
                .allMatch(service -> Java.archived(jar(service).runnable()));
    }

    public List<Region> regions() {
        return regions;
    }

    public Region first() {
        return regions.getFirst();
    }

    public Region region(RegionName name) {
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

    /** Where a region's gateway keeps what it remembers over a restart. */
    public Path gatewayState(RegionName region) {
        return settings.gatewayState(region(region).ports());
    }

    /** The process that carries the bus in a region, of several. */
    public Supervised bus(RegionName region) {
        return Objects.requireNonNull(bus.started(region), "the bus was not started yet");
    }

    /** The operator's token, valid in every region. */
    public String token() {
        return secrets.operatorToken();
    }

    /** The services of all regions. */
    public Stream<Supervised> processes() {
        return regions.stream().flatMap(region -> region.processes().stream());
    }

    /** Stops what the services needed, after them. */
    public void stopBusAndDatabase(Duration patience) {
        bus.stop(patience);
        database.stop();
    }
}
