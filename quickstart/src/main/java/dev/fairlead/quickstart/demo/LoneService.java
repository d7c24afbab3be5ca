package dev.fairlead.quickstart.demo;

import dev.fairlead.postgres.FreePorts;
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

/** One service without the rest of a control plane, for benchmarks: whoever starts it stands in for what it asks. */
public final class LoneService implements AutoCloseable {

    private static final Duration READY = Duration.ofMinutes(3);
    private static final Duration ENDING = Duration.ofSeconds(20);
    private static final Duration POLL = Duration.ofMillis(50);

    private final String module;
    private final Path directory;
    private final URI url;
    private final String token = PrivateFiles.secret();
    private final ServiceJar jar;
    private final Supervised process;

    private LoneService(
            String module, Path directory, URI url, ServiceJar jar, List<String> jvm, Consumer<String> out) {
        this.module = module;
        this.directory = directory;
        this.url = url;
        this.jar = jar;
        this.process = new Supervised(
                new ChildProcess.Command(module, Java.service(jar.runnable(), jvm), directory, log()),
                new ProcessRecords(directory.resolve("processes")),
                out);
    }

    /**
     * One that is neither configured nor started yet.
     *
     * @param home the checkout, where its built jar is found
     * @param jvm options beside those of a service
     */
    public static LoneService of(Path home, Service service, List<String> jvm, Consumer<String> out) {
        String module = service.module();
        ServiceJar jar = ServiceJar.of(home, home.resolve(".fairlead").resolve("cache"), module);
        int port = FreePorts.next();
        Path directory = home.resolve(".fairlead")
                .resolve("bench-%d-%d".formatted(ProcessHandle.current().pid(), port));
        return new LoneService(module, directory, URI.create("http://127.0.0.1:" + port), jar, jvm, out);
    }

    /** @param properties beside where it listens and by what it knows other services */
    public void configure(Map<String, String> properties) {
        Path file = directory.resolve("service-token");
        PrivateFiles.write(file, token);
        Map<String, String> all = new TreeMap<>(properties);
        all.put("server.address", url.getHost());
        all.put("server.port", Integer.toString(url.getPort()));
        all.put("fairlead.service-token-file", file.toString());
        all.put("fairlead.exit-with-parent", "true");
        PrivateFiles.write(directory.resolve("application.properties"), PropertiesText.of(all));
    }

    /** Returns when it is ready. */
    public void start() {
        jar.extract(log());
        process.start();
        long deadline = System.nanoTime() + READY.toNanos();
        while (!ready()) {
            if (System.nanoTime() > deadline) {
                throw new DemoException("%s did not get ready; it said:\n%s".formatted(module, said()));
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    private boolean ready() {
        try {
            return Http.send(Http.request(url.resolve("/actuator/health/readiness"))
                                    .timeout(Duration.ofSeconds(2))
                                    .build())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private Path log() {
        return directory.resolve(module + ".log");
    }

    /** What it has said so far. */
    public String said() {
        try {
            return Files.readString(log());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + log(), e);
        }
    }

    /** Its own, removed in the end. */
    public Path directory() {
        return directory;
    }

    public URI url() {
        return url;
    }

    /** By which it believes other services. */
    public String token() {
        return token;
    }

    /** The process that runs now. */
    public ProcessHandle handle() {
        return Objects.requireNonNull(process.handle(), "it was not started");
    }

    /** Ends it and removes its directory. */
    @Override
    public void close() {
        process.stop(ENDING);
        PrivateFiles.delete(directory);
    }
}
