package dev.fairlead.quickstart.demo;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;

/**
 * How a demo is started.
 *
 * @param home the checkout, where the built jars are found
 * @param directory where the demo keeps its state, one demo at a time
 * @param gatewayProperties beside those that the demo itself sets, such as further data planes
 * @param out takes the lines about progress
 */
public record DemoOptions(
        Path home, Path directory, Ports ports, Map<String, String> gatewayProperties, Consumer<String> out) {

    public DemoOptions {
        home = home.toAbsolutePath();
        directory = directory.toAbsolutePath();
        gatewayProperties = Map.copyOf(gatewayProperties);
    }

    /** A demo in a directory of its own, on free ports, for tests and benchmarks. */
    public static DemoOptions apart(Path home, Path directory, Consumer<String> out) {
        return new DemoOptions(home, directory, Ports.free(), Map.of(), out);
    }

    public DemoOptions withGatewayProperties(Map<String, String> properties) {
        return new DemoOptions(home, directory, ports, properties, out);
    }

    /** What outlives a demo: unpacked programs. */
    Path cache() {
        return home.resolve(".fairlead").resolve("cache");
    }
}
