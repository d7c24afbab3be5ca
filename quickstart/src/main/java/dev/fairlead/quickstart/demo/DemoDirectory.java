package dev.fairlead.quickstart.demo;

import dev.fairlead.quickstart.control.RunningDemo;
import dev.fairlead.quickstart.geo.DemoPlaces;
import dev.fairlead.quickstart.process.DirectoryLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** What stands in a demo's directory, and whose it is. */
public final class DemoDirectory {

    static final String PLACES = "places.mmdb";

    private static final String CLIENT = "client.json";

    private final Path path;

    public DemoDirectory(Path path) {
        this.path = path;
    }

    /** Takes it for this process alone. */
    public DirectoryLock lock() {
        try {
            return DirectoryLock.take(path.resolve("lock"));
        } catch (DirectoryLock.HeldException e) {
            throw new DemoException(
                    "a demo is running in %s (process %s): end it with Ctrl-C, or start another with --directory and --ports free"
                            .formatted(path, e.holder()),
                    e);
        }
    }

    /** Makes it as a demo wants to find it. */
    public void empty() throws IOException {
        removeState();
        PrivateFiles.delete(path.resolve("logs"));
        Files.createDirectories(path.resolve("logs"));
        DemoPlaces.write(path.resolve(PLACES));
    }

    /** Tells the CLI and other processes where the demo is; last, so that what they find works. */
    void tellOf(RunningDemo demo) {
        JsonMapper json = JsonMapper.shared();
        String servers = demo.regions().stream()
                .map(region -> region.gateway().toString())
                .collect(Collectors.joining(","));
        PrivateFiles.write(clientFile(), json.writeValueAsString(Map.of("server", servers, "token", demo.token())));
        PrivateFiles.write(path.resolve(RunningDemo.FILE), json.writeValueAsString(demo));
    }

    /** The file that tells the CLI the addresses and the token. */
    Path clientFile() {
        return path.resolve(CLIENT);
    }

    /** Removes everything but the logs, which are what is wanted after a failure. */
    private void removeState() {
        Stream.of("postgres", "services", "sites", "nats", "secrets", "processes", PLACES, CLIENT, RunningDemo.FILE)
                .forEach(name -> PrivateFiles.delete(path.resolve(name)));
    }

    /**
     * Leaves it with its logs only, for others to take.
     *
     * @param held absent: it was not taken
     */
    public void leave(@Nullable DirectoryLock held) {
        if (held == null) {
            return;
        }
        try {
            removeState();
        } finally {
            held.close();
        }
    }

    public void remove() {
        PrivateFiles.delete(path);
    }
}
