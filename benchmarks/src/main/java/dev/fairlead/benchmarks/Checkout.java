package dev.fairlead.benchmarks;

import dev.fairlead.quickstart.demo.Demo;
import dev.fairlead.quickstart.demo.DemoOptions;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;

/** Where the benchmarks run. */
public final class Checkout {

    private Checkout() {}

    public static Path home() {
        return Path.of(System.getProperty("fairlead.home", ".")).toAbsolutePath();
    }

    /** A demo of this benchmark's own, not started yet; it ends with this process, however that ends. */
    static Demo demo(Map<String, String> gatewayProperties, Consumer<String> out) {
        Path directory = home().resolve(".fairlead")
                .resolve("bench-" + ProcessHandle.current().pid());
        Demo demo = new Demo(DemoOptions.apart(home(), directory, out).withGatewayProperties(gatewayProperties));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            demo.close();
            demo.removeDirectory();
        }));
        return demo;
    }
}
