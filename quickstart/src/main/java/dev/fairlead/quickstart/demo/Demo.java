package dev.fairlead.quickstart.demo;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.Network;
import dev.fairlead.postgres.PostgresServer;
import dev.fairlead.quickstart.client.DnsClient;
import dev.fairlead.quickstart.client.EdgeClient;
import dev.fairlead.quickstart.client.GatewayClient;
import dev.fairlead.quickstart.control.ControlServer;
import dev.fairlead.quickstart.control.DemoControls;
import dev.fairlead.quickstart.control.RunningDemo;
import dev.fairlead.quickstart.geo.DemoPlaces;
import dev.fairlead.quickstart.process.DirectoryLock;
import dev.fairlead.quickstart.process.ProcessRecords;
import dev.fairlead.quickstart.process.Supervised;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * One running demo. {@link #close()} may come at any moment, also while {@link #start()} is under way on another thread,
 * and leaves no process and no lock.
 */
public final class Demo implements DemoControls, AutoCloseable {

    static final String PLACES = "places.mmdb";

    /** At its first end after a build a service writes the archive of classes that makes its next starts faster. */
    private static final Duration ARCHIVE = Duration.ofSeconds(90);

    /** Somebody waits at the terminal: an archive that is not written by then is written another time. */
    private static final Duration AT_ONCE = Duration.ofSeconds(5);

    private static final Duration OBEYED = Duration.ofMinutes(2);
    private static final Duration POLL = Duration.ofMillis(20);
    private static final Network A_CLIENT = Network.of("198.51.100.0/24");

    private final DemoOptions options;
    private final ProcessRecords records;
    private final ControlPlane controlPlane;
    private final ShopDatabase database;
    private final Sites sites;
    private final CountDownLatch startOver = new CountDownLatch(1);
    private @Nullable DirectoryLock lock;
    private @Nullable ControlServer control;
    private @Nullable RunningDemo running;
    private @Nullable Thread starter;
    private boolean closed;

    public Demo(DemoOptions options) {
        this.options = options;
        this.records = new ProcessRecords(options.directory().resolve("processes"));
        this.controlPlane = new ControlPlane(options, records);
        this.database = new ShopDatabase(options, records);
        this.sites = new Sites(options, records);
        System.setProperty("fairlead.postgres.binaries", options.cache().toString());
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

    /** Starts everything and returns when the first plan is obeyed by DNS and edge. */
    public void start() {
        synchronized (this) {
            requireOpen();
            starter = Thread.currentThread();
        }
        try {
            prepare();
            Parallel.run(List.of(this::startControlPlane, this::startDataCenters));
            describe();
            awaitObeyed();
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        } finally {
            synchronized (this) {
                starter = null;
            }
            startOver.countDown();
        }
    }

    private synchronized void requireOpen() {
        if (closed) {
            throw new DemoException("interrupted");
        }
    }

    private void prepare() throws IOException {
        Path directory = options.directory();
        try {
            DirectoryLock taken = DirectoryLock.take(directory.resolve("lock"));
            synchronized (this) {
                if (closed) {
                    taken.close();
                }
                requireOpen();
                lock = taken;
            }
        } catch (DirectoryLock.HeldException e) {
            throw new DemoException(
                    "a demo is running in %s (process %s): end it with Ctrl-C, or start another with --directory and --ports free"
                            .formatted(directory, e.holder()),
                    e);
        }
        List<String> leftovers = records.endLeftovers();
        if (!leftovers.isEmpty()) {
            say("ended what a killed demo left: " + String.join(", ", leftovers));
        }
        removeState();
        PrivateFiles.delete(directory.resolve("logs"));
        options.ports().requireFree();
        controlPlane.requireBuilt();
        Files.createDirectories(directory.resolve("logs"));
        DemoPlaces.write(directory.resolve(PLACES));
    }

    private void startControlPlane() {
        Parallel.run(List.of(controlPlane::startDatabase, controlPlane::extract));
        say("PostgreSQL for the control plane is up");
        synchronized (this) {
            requireOpen();
            controlPlane.startServices();
        }
        controlPlane.awaitReady();
    }

    private void startDataCenters() {
        database.start();
        say("the demo database is up: primary in %s, a streaming replica in each other data center"
                .formatted(DemoDataCenter.PRIMARY.dataCenter()));
        synchronized (this) {
            requireOpen();
            sites.start(database);
        }
    }

    /** Writes the data centers, the database and the applications as an operator would. */
    private void describe() throws IOException {
        String token = controlPlane.token();
        URI gateway = URI.create("http://127.0.0.1:" + options.ports().gateway());
        DemoResources.apply(new GatewayClient(gateway, token), sites, database);
        say("data centers, database and applications are written through the API");
        String controlToken = PrivateFiles.secret();
        ControlServer started = ControlServer.start(controlToken, this);
        RunningDemo described = new RunningDemo(
                gateway,
                token,
                options.ports().dns(),
                URI.create("http://127.0.0.1:" + options.ports().edge()),
                started.address(),
                controlToken,
                Arrays.stream(DemoDataCenter.values())
                        .map(each -> new RunningDemo.Site(each.dataCenter(), sites.endpoint(each), each.location()))
                        .toList());
        synchronized (this) {
            control = started;
            running = described;
            requireOpen();
        }
    }

    private void awaitObeyed() {
        RunningDemo demo = running();
        DnsClient dns = new DnsClient(demo.dns(), Duration.ofSeconds(1));
        EdgeClient edge = new EdgeClient(demo.edge(), Duration.ofSeconds(2));
        long deadline = System.nanoTime() + OBEYED.toNanos();
        String last = "";
        while (System.nanoTime() < deadline) {
            requireOpen();
            DnsClient.Answer address = dns.ask(DemoResources.SHOP_HOST, A_CLIENT);
            EdgeClient.Answer answer = edge.get(DemoResources.SHOP_HOST, "/", A_CLIENT.address());
            if (address.address() != null && answer.status() == 200) {
                writeFiles(demo);
                return;
            }
            last = "DNS: %s, edge: %s".formatted(address.reason(), answer.reason());
            LockSupport.parkNanos(POLL.toNanos());
        }
        throw new DemoException("no plan is obeyed after %d s (%s)".formatted(OBEYED.toSeconds(), last));
    }

    /** Tells the CLI and other processes where the demo is; last, so that what they find works. */
    private void writeFiles(RunningDemo demo) {
        JsonMapper json = JsonMapper.shared();
        PrivateFiles.write(
                clientFile(),
                json.writeValueAsString(Map.of("server", demo.gateway().toString(), "token", demo.token())));
        PrivateFiles.write(options.directory().resolve(RunningDemo.FILE), json.writeValueAsString(demo));
    }

    /** The file that tells the CLI the address and the token. */
    public Path clientFile() {
        return options.directory().resolve("client.json");
    }

    private void say(String line) {
        options.out().accept(line);
    }

    /** Where this demo is reached. */
    public synchronized RunningDemo running() {
        return Objects.requireNonNull(running, "the demo is not up yet");
    }

    public URI gateway() {
        return running().gateway();
    }

    /** An operator's token. */
    public String token() {
        return running().token();
    }

    public InetSocketAddress dns() {
        return running().dns();
    }

    public URI edge() {
        return running().edge();
    }

    @Override
    public void killDataCenter(DataCenterName name) {
        DemoDataCenter dataCenter = DemoDataCenter.of(name);
        sites.process(dataCenter).killForGood();
        database.kill(dataCenter);
        say("data center %s is killed: its web application and its database".formatted(name));
    }

    @Override
    public void startDataCenter(DataCenterName name) {
        DemoDataCenter dataCenter = DemoDataCenter.of(name);
        database.start(dataCenter);
        sites.process(dataCenter).start();
        say("data center %s is started".formatted(name));
    }

    /** The shop's database in a data center, to break it in ways that no kill does. */
    public PostgresServer shopDatabase(DataCenterName name) {
        return database.member(DemoDataCenter.of(name));
    }

    /** Kills only the web application of a data center; {@link #startDataCenter} starts it again. */
    public void killSite(DataCenterName name) {
        sites.process(DemoDataCenter.of(name)).killForGood();
    }

    @Override
    public void killService(String service) {
        controlPlane.process(Service.of(service)).kill();
    }

    /** Ends a service; it stays ended until {@link #startService}. */
    public void stopService(String service) {
        controlPlane.process(Service.of(service)).stop(ARCHIVE);
    }

    /** Starts a service that was stopped, and returns when it is ready. */
    public void startService(String service) {
        controlPlane.process(Service.of(service)).start();
        controlPlane.awaitReady(Service.of(service));
    }

    /** Kills the whole control plane; only data planes in other processes are left. */
    public void stopAllServices() {
        Parallel.run(controlPlane.processes().stream()
                .map(process -> (Runnable) process::killForGood)
                .toList());
    }

    /** Starts all services that are stopped, and returns when they are ready. */
    public void startAllServices() {
        controlPlane.processes().forEach(Supervised::start);
        controlPlane.awaitReady();
    }

    /** The processes of the five services. */
    public List<ProcessHandle> serviceProcesses() {
        return controlPlane.processes().stream()
                .map(Supervised::handle)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList();
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
        boolean interrupted = Thread.interrupted(); // what is left to do must not be cut short
        try {
            end(patience);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void end(Duration patience) {
        Thread starting;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            starting = starter;
            if (control != null) {
                control.close();
            }
        }
        if (starting != null && starting != Thread.currentThread()) {
            starting.interrupt();
        }
        stopProcesses(patience);
        if (starting != null && starting != Thread.currentThread()) {
            awaitStartOver();
            stopProcesses(patience); // what came up while the first round went
        }
        DirectoryLock held = lock;
        if (held != null) {
            try {
                removeState();
            } finally {
                held.close();
            }
        }
    }

    private void awaitStartOver() {
        try {
            startOver.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void stopProcesses(Duration patience) {
        Stream<Supervised> all = Stream.concat(controlPlane.processes().stream(), sites.processes().stream());
        Parallel.run(all.map(process -> (Runnable) () -> process.stop(patience)).toList());
        Parallel.run(List.of(controlPlane::stopDatabase, database::stop));
    }

    /** Removes what is left of a demo that was closed: its logs. */
    public void removeDirectory() {
        PrivateFiles.delete(options.directory());
    }

    /** Everything but the logs, which are what is wanted after a failure. */
    private void removeState() {
        Stream.of("postgres", "services", "sites", "secrets", "processes", PLACES, "client.json", RunningDemo.FILE)
                .forEach(name -> PrivateFiles.delete(options.directory().resolve(name)));
    }
}
