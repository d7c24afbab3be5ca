package dev.fairlead.quickstart.demo;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * How a demo is started.
 *
 * @param home the checkout, where the built jars are found
 * @param directory where the demo keeps its state, one demo at a time
 * @param ports of each region of the control plane, of which there are as many: one, or three, because of two neither
 *     could outvote the other
 * @param gatewayProperties beside those that the demo itself sets, such as further data planes
 * @param out takes the lines about progress
 */
public record DemoOptions(
        Path home, Path directory, List<Ports> ports, Map<String, String> gatewayProperties, Consumer<String> out) {

    public DemoOptions {
        home = home.toAbsolutePath();
        directory = directory.toAbsolutePath();
        ports = List.copyOf(ports);
        gatewayProperties = Map.copyOf(gatewayProperties);
        if (ports.size() != 1 && ports.size() != DemoDataCenter.values().length) {
            throw new DemoException(
                    "the demo has 1 region or %d, not %d".formatted(DemoDataCenter.values().length, ports.size()));
        }
    }

    /** A demo in a directory of its own, on free ports, for tests and benchmarks. */
    public static DemoOptions apart(Path home, Path directory, Consumer<String> out) {
        return new DemoOptions(home, directory, Ports.free(1), Map.of(), out);
    }

    public DemoOptions withGatewayProperties(Map<String, String> properties) {
        return new DemoOptions(home, directory, ports, properties, out);
    }

    /** What outlives a demo: unpacked programs. */
    Path cache() {
        return cache(home);
    }

    private static Path cache(Path home) {
        return home.resolve(".fairlead").resolve("cache");
    }

    /** Has this process find PostgreSQL's programs where demos of this checkout have them. */
    public static void usePrograms(Path home) {
        System.setProperty("fairlead.postgres.binaries", cache(home).toString());
    }
}
