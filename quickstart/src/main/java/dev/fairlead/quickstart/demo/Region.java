package dev.fairlead.quickstart.demo;

import dev.fairlead.contracts.RegionName;
import dev.fairlead.quickstart.client.Http;
import dev.fairlead.quickstart.control.RunningDemo;
import dev.fairlead.quickstart.process.Supervised;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** One region of the control plane: its five services, each a process with a configuration file of its own. */
public final class Region {

    private static final Duration READY = Duration.ofMinutes(10);
    private static final Duration POLL = Duration.ofMillis(100);

    private final RegionPorts ports;
    private final DemoOptions options;
    private final Processes factory;
    private final Map<Service, Supervised> processes = new EnumMap<>(Service.class);

    Region(RegionPorts ports, Processes factory) {
        this.ports = ports;
        this.options = factory.options();
        this.factory = factory;
    }

    RegionPorts ports() {
        return ports;
    }

    public RegionName name() {
        return ports.region();
    }

    /** Where its users and operators find it. */
    public RunningDemo.Region described() {
        return ports.described();
    }

    /** Starts a service for the first time; returns before it is ready. */
    void start(Service service, List<String> line, Map<String, String> configuration) {
        Path directory = options.directory().resolve("services").resolve(ports.name(service));
        PrivateFiles.write(directory.resolve("application.properties"), PropertiesText.of(configuration));
        Supervised process = factory.process(ports.name(service), line, directory);
        synchronized (processes) {
            processes.put(service, process);
        }
        process.start();
    }

    /** Starts the services that are not running; returns before they are ready. */
    public void startAgain() {
        processes().forEach(Supervised::start);
    }

    /** Ends all services in order, so that they have the time to archive their classes. */
    public void stop(Duration patience) {
        Parallel.run(processes().stream()
                .map(process -> (Runnable) () -> process.stop(patience))
                .toList());
    }

    /** Ends all services at once, as a power cut would. */
    public void kill() {
        Parallel.run(processes().stream()
                .map(process -> (Runnable) process::killForGood)
                .toList());
    }

    /** Waits until all services that were started say that they are ready. */
    public void awaitReady() {
        Parallel.run(started().stream()
                .map(service -> (Runnable) () -> awaitReady(service))
                .toList());
    }

    private List<Service> started() {
        synchronized (processes) {
            return new ArrayList<>(processes.keySet());
        }
    }

    /** Where each service says whether it is ready. */
    public List<URI> readiness() {
        return Arrays.stream(Service.values()).map(this::readiness).toList();
    }

    private URI readiness(Service service) {
        return ports.url(service).resolve("/actuator/health/readiness");
    }

    /** Waits until a service says that it is ready. */
    private void awaitReady(Service service) {
        URI probe = readiness(service);
        long deadline = System.nanoTime() + READY.toNanos();
        while (System.nanoTime() < deadline && !Thread.currentThread().isInterrupted()) {
            try {
                if (Http.send(Http.request(probe).timeout(Duration.ofSeconds(2)).build())
                                .statusCode()
                        == 200) {
                    options.out().accept(ports.name(service) + " is ready");
                    return;
                }
            } catch (IOException e) {
                // not there yet
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
        throw new DemoException("%s did not get ready within %d s: see %s"
                .formatted(ports.name(service), READY.toSeconds(), factory.log(ports.name(service))));
    }

    public Supervised process(Service service) {
        synchronized (processes) {
            return Objects.requireNonNull(processes.get(service), ports.name(service) + " was never started");
        }
    }

    public List<Supervised> processes() {
        synchronized (processes) {
            return new ArrayList<>(processes.values());
        }
    }

    /** The processes that run now. */
    Stream<ProcessHandle> handles() {
        return processes().stream()
                .map(Supervised::handle)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull);
    }
}
