package dev.fairlead.quickstart.demo;

import dev.fairlead.postgres.FreePorts;
import dev.fairlead.quickstart.client.GatewayClient;
import dev.fairlead.quickstart.client.Http;
import dev.fairlead.quickstart.process.ChildProcess;
import dev.fairlead.quickstart.process.ProcessRecords;
import dev.fairlead.quickstart.process.Supervised;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * An api-gateway without the rest of a control plane, for benchmarks of its data planes: whoever starts it says what the
 * traffic-service would.
 */
public final class LoneGateway implements AutoCloseable {

    private static final String MODULE = Service.GATEWAY.module();
    private static final Duration READY = Duration.ofMinutes(3);
    private static final Duration ENDING = Duration.ofSeconds(20);
    private static final Duration POLL = Duration.ofMillis(50);

    /** More than the demo gives it: ten thousand plans, and the zone that holds them, are in memory several times. */
    private static final String HEAP = "-Xmx512m";

    private final ServerPlace place;
    private final ServiceJar jar;
    private final Supervised process;

    /** @param directory its own, removed in the end */
    private record ServerPlace(Path directory, URI url) {

        Path log() {
            return directory.resolve("gateway.log");
        }

        Path state() {
            return directory.resolve("state");
        }
    }

    private LoneGateway(ServerPlace place, ServiceJar jar, List<String> jvm, Consumer<String> out) {
        this.place = place;
        this.jar = jar;
        this.process = new Supervised(
                new ChildProcess.Command(MODULE, Java.service(jar.runnable(), jvm), place.directory(), place.log()),
                new ProcessRecords(place.directory().resolve("processes")),
                out);
    }

    /**
     * One that is not started yet.
     *
     * @param home the checkout, where its built jar is found
     * @param traffic where it finds the plans
     * @param properties such as its bus and its data planes
     * @param jvm options beside those of a service
     */
    public static LoneGateway of(
            Path home, URI traffic, Map<String, String> properties, List<String> jvm, Consumer<String> out) {
        ServiceJar jar = ServiceJar.of(home, home.resolve(".fairlead").resolve("cache"), MODULE);
        int port = FreePorts.next();
        Path directory = home.resolve(".fairlead")
                .resolve("bench-%d-%d".formatted(ProcessHandle.current().pid(), port));
        ServerPlace place = new ServerPlace(directory, URI.create("http://127.0.0.1:" + port));
        List<String> options = Stream.concat(Stream.of(HEAP), jvm.stream()).toList();
        LoneGateway gateway = new LoneGateway(place, jar, options, out);
        gateway.configure(traffic, properties);
        return gateway;
    }

    private void configure(URI traffic, Map<String, String> properties) {
        Path token = place.directory().resolve("service-token");
        PrivateFiles.write(token, PrivateFiles.secret());
        Map<String, String> all = new TreeMap<>(properties);
        all.put("server.address", place.url().getHost());
        all.put("server.port", Integer.toString(place.url().getPort()));
        all.put("fairlead.service-token-file", token.toString());
        all.put("fairlead.gateway.state-directory", place.state().toString());
        all.put("fairlead.exit-with-parent", "true");
        all.put("spring.http.serviceclient.traffic.base-url", traffic.toString());
        PrivateFiles.write(place.directory().resolve("application.properties"), PropertiesText.of(all));
    }

    /** Returns when it is ready, for which it has to be told of a plan. */
    public void start() {
        jar.extract(place.log());
        process.start();
        long deadline = System.nanoTime() + READY.toNanos();
        while (!ready()) {
            if (System.nanoTime() > deadline) {
                throw new DemoException("the gateway did not get ready; it said:\n" + said());
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    private boolean ready() {
        try {
            return Http.send(Http.request(place.url().resolve("/actuator/health/readiness"))
                                    .timeout(Duration.ofSeconds(2))
                                    .build())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** What it has said so far. */
    public String said() {
        try {
            return Files.readString(place.log());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + place.log(), e);
        }
    }

    /** The process that runs now. */
    public ProcessHandle handle() {
        return Objects.requireNonNull(process.handle(), "it was not started");
    }

    /** Asks it as an operator. */
    public GatewayClient client() {
        try {
            return new GatewayClient(
                    place.url(),
                    Files.readString(place.state().resolve("operator-token")).strip());
        } catch (IOException e) {
            throw new UncheckedIOException("the gateway has made no operator's token", e);
        }
    }

    /** Ends it and removes its directory. */
    @Override
    public void close() {
        process.stop(ENDING);
        PrivateFiles.delete(place.directory());
    }
}
