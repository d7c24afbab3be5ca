package dev.fairlead.lab.regions;

import dev.fairlead.contracts.RegionName;
import dev.fairlead.lab.fabric.Disturbance;
import dev.fairlead.lab.fabric.Fabric;
import dev.fairlead.lab.fabric.Link;
import dev.fairlead.lab.fabric.Processors;
import dev.fairlead.lab.fabric.Weather;
import dev.fairlead.quickstart.client.GatewayClient;
import dev.fairlead.quickstart.control.RunningDemo;
import dev.fairlead.quickstart.demo.ControlPlane;
import dev.fairlead.quickstart.demo.DemoDirectory;
import dev.fairlead.quickstart.demo.DemoException;
import dev.fairlead.quickstart.demo.DemoOptions;
import dev.fairlead.quickstart.demo.FirstPlan;
import dev.fairlead.quickstart.demo.Lifetime;
import dev.fairlead.quickstart.demo.Parallel;
import dev.fairlead.quickstart.demo.Ports;
import dev.fairlead.quickstart.demo.Processes;
import dev.fairlead.quickstart.demo.Region;
import dev.fairlead.quickstart.process.DirectoryLock;
import dev.fairlead.quickstart.process.ProcessRecords;
import dev.fairlead.quickstart.process.Supervised;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Three running regions. {@link #close()} may come at any moment, also while {@link #start()} is under way on another
 * thread, and leaves no process, no namespace and no file but the logs.
 */
public final class Lab implements AutoCloseable {

    private static final int REGIONS = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration ARCHIVE = Duration.ofSeconds(90);

    private final LabOptions options;
    private final DemoDirectory directory;
    private final ProcessRecords records;
    private final Tools tools;
    private final Lifetime lifetime = new Lifetime();
    private volatile @Nullable DirectoryLock lock;
    private volatile @Nullable Built built;
    private @Nullable Disturbance distance;

    public Lab(LabOptions options) {
        this.options = options;
        this.directory = new DemoDirectory(options.directory());
        this.records = new ProcessRecords(options.directory().resolve("processes"));
        this.tools = new Tools(options.home());
    }

    /** What this machine lacks for it; empty when nothing. */
    public static Optional<String> lacking(Path home) {
        return new Tools(home).lacking();
    }

    /** What there is once the network is made. */
    private record Built(
            Fabric fabric,
            Processors processors,
            ControlPlane controlPlane,
            PatroniDatabase database,
            LabSites sites,
            LabResources resources) {}

    /** Starts everything and returns when the first plan is obeyed in each region. */
    public void start() {
        tools.lacking().ifPresent(lacking -> {
            throw new DemoException(lacking);
        });
        lifetime.starts();
        try {
            lifetime.whileOpen(() -> lock = directory.lock());
            records.endLeftovers();
            directory.empty();
            lifetime.whileOpen(this::build);
            startControlPlane();
            lifetime.whileOpen(sites()::start);
            resources().apply(gateway(regions().getFirst()));
            for (Region region : controlPlane().regions()) {
                FirstPlan.await(region.described(), LabResources.STEADY_HOST, lifetime::requireOpen);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        } finally {
            lifetime.startIsOver();
        }
    }

    private void build() {
        Ports ports = Ports.DEFAULT;
        DemoOptions demo = new DemoOptions(
                options.home(),
                options.directory(),
                Collections.nCopies(REGIONS, ports),
                Map.of("fairlead.data-planes.edge.trusted-proxies", "198.18.0.0/15"),
                options.out());
        List<String> nodes = new ArrayList<>(ControlPlane.processNames(REGIONS));
        List<RegionName> names = ControlPlane.regionNames(REGIONS);
        for (RegionName region : names) {
            nodes.addAll(List.of(Etcd.name(region), PatroniDatabase.name(region), LabSites.name(region)));
        }
        Fabric fabric = new Fabric(nodes, options.seed());
        Processors processors =
                new Processors(names.stream().map(RegionName::value).toList());
        Processes processes = new Processes(demo, records, new LabGround(fabric, processors, names));
        List<PatroniDatabase> database = new ArrayList<>();
        ControlPlane controlPlane = new ControlPlane(processes, regions -> {
            database.add(new PatroniDatabase(processes, regions, tools));
            return database.getFirst();
        });
        LabSites sites = new LabSites(processes, names);
        built = new Built(fabric, processors, controlPlane, database.getFirst(), sites, new LabResources(names, sites));
        distance(options.rtt());
    }

    /** Moves the regions as far from each other as this time for there and back says. */
    public void distance(Duration rtt) {
        Disturbance before = distance;
        Disturbance now = new Disturbance(linksBetween(regions()), Weather.slow(rtt.dividedBy(2)));
        fabric().begin(now);
        if (before != null) {
            fabric().end(before);
        }
        distance = now;
    }

    private void startControlPlane() {
        ControlPlane controlPlane = controlPlane();
        controlPlane.require();
        controlPlane.prepare();
        say("PostgreSQL, etcd and NATS are up in " + names());
        Region first = controlPlane.first();
        boolean archived = controlPlane.archived();
        lifetime.whileOpen(() -> controlPlane.start(first));
        first.awaitReady();
        if (!archived) { // many starts are to come on few processors
            first.stop(ARCHIVE);
            lifetime.whileOpen(first::startAgain);
            first.awaitReady();
        }
        List<Region> others = controlPlane.regions().stream().skip(1).toList();
        lifetime.whileOpen(() -> others.forEach(controlPlane::start));
        Parallel.run(
                others.stream().map(region -> (Runnable) region::awaitReady).toList());
    }

    private void say(String line) {
        options.out().accept(line);
    }

    private String names() {
        return String.join(", ", regions().stream().map(RegionName::value).toList());
    }

    private Built built() {
        return Objects.requireNonNull(built, "the lab was not started yet");
    }

    /** Does something that must not begin once the lab ends, such as starting a process again. */
    public void whileOpen(Runnable deed) {
        lifetime.whileOpen(deed);
    }

    public List<RegionName> regions() {
        return ControlPlane.regionNames(REGIONS);
    }

    public Fabric fabric() {
        return built().fabric();
    }

    public ControlPlane controlPlane() {
        return built().controlPlane();
    }

    public PatroniDatabase database() {
        return built().database();
    }

    public LabSites sites() {
        return built().sites();
    }

    public LabResources resources() {
        return built().resources();
    }

    /** Where a region's users and operators find it. */
    public RunningDemo.Region described(RegionName region) {
        return controlPlane().region(region).described();
    }

    /** A region's API, as its operator. */
    public GatewayClient gateway(RegionName region) {
        return new GatewayClient(described(region).gateway(), controlPlane().token());
    }

    /** The same with a shorter patience for each answer. */
    public GatewayClient gateway(RegionName region, Duration timeout) {
        return new GatewayClient(described(region).gateway(), controlPlane().token(), timeout);
    }

    /** The nodes of a region. */
    public List<String> nodes(RegionName region) {
        return fabric().nodes().stream()
                .filter(node -> node.startsWith(region + "-"))
                .toList();
    }

    /** All links from a node of one region to a node of another. */
    public Set<Link> linksBetween(List<RegionName> regions) {
        Set<Link> links = new HashSet<>();
        for (RegionName from : regions) {
            for (RegionName to : regions) {
                if (!from.equals(to)) {
                    links.addAll(links(nodes(from), nodes(to)));
                }
            }
        }
        return links;
    }

    /** The links from each of these nodes to each of those, their own apart. */
    public static Set<Link> links(List<String> from, List<String> to) {
        Set<Link> links = new HashSet<>();
        from.forEach(source -> to.stream()
                .filter(target -> !target.equals(source))
                .forEach(target -> links.add(new Link(source, target))));
        return links;
    }

    private void stopProcesses() {
        Built all = built;
        if (all == null) {
            return;
        }
        List<Runnable> ends = new ArrayList<>();
        all.controlPlane().processes().forEach(process -> ends.add(() -> end(process)));
        ends.add(all.sites()::stop);
        Parallel.run(ends);
        all.controlPlane().stopBusAndDatabase(PATIENCE);
    }

    /** A frozen process would not hear that it should end. */
    private static void end(Supervised process) {
        ProcessTree.of(process).thaw();
        process.stop(PATIENCE);
    }

    @Override
    public void close() {
        lifetime.end(this::stopProcesses, this::leave);
    }

    private void leave() {
        Built all = built;
        if (all != null) {
            all.fabric().close();
            all.processors().close();
        }
        directory.leave(lock);
    }

    /** Its log files. */
    public Path logs() {
        return options.directory().resolve("logs");
    }
}
