package dev.fairlead.quickstart;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.quickstart.control.ControlClient;
import dev.fairlead.quickstart.control.RunningDemo;
import dev.fairlead.quickstart.demo.Demo;
import dev.fairlead.quickstart.demo.DemoException;
import dev.fairlead.quickstart.demo.DemoOptions;
import dev.fairlead.quickstart.demo.Failures;
import dev.fairlead.quickstart.demo.Ports;
import dev.fairlead.quickstart.story.Plot;
import dev.fairlead.quickstart.story.Stories;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./fairlead demo}. */
@Command(
        name = "fairlead demo",
        description = "Starts Fairlead with three demo data centers on this machine, or plays a story against them.",
        mixinStandardHelpOptions = true)
public final class Quickstart implements Callable<Integer> {

    @Option(names = "--directory", description = "where the demo keeps its state (default: .fairlead/demo)")
    private @Nullable Path directory;

    @Option(names = "--port", description = "port of the gateway (default: ${DEFAULT-VALUE})")
    private int port = Ports.DEFAULT.gateway();

    @Option(names = "--dns-port", description = "port of the DNS answerer (default: ${DEFAULT-VALUE})")
    private int dnsPort = Ports.DEFAULT.dns();

    @Option(names = "--edge-port", description = "port of the HTTP edge (default: ${DEFAULT-VALUE})")
    private int edgePort = Ports.DEFAULT.edge();

    @Option(names = "--ports", paramLabel = "free", description = "free: take ports that nobody uses")
    private @Nullable String ports;

    @Option(
            names = "--regions",
            paramLabel = "1|3",
            description = "regions of the control plane; the ports of a further one are the next numbers")
    private @Nullable Integer regions;

    @Option(
            names = "--story",
            paramLabel = "NAME",
            description =
                    "play a story against the demo that is running: outage, or region-loss for one with --regions 3")
    private @Nullable String story;

    @Option(names = "--exit", description = "play the story in a demo of its own, stop it, and exit 0 if all held")
    private boolean exit;

    @Option(
            names = "--lost",
            description = "the data center, or region, that the story loses (default: ${DEFAULT-VALUE})")
    private String lost = "us-west";

    @Option(names = "--kill-service", description = "a service that the story kills in the middle of the outage")
    private @Nullable String killService;

    /** Whether it came to its own end, and has said its line. */
    private static volatile boolean over;

    private final Path home = Path.of(System.getProperty("fairlead.home", ".")).toAbsolutePath();
    private final long began = System.nanoTime();

    public static void main(String[] args) {
        int code = new CommandLine(new Quickstart())
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    if (!ending()) {
                        System.err.println("fairlead: " + Failures.line(failure));
                    }
                    return 1;
                })
                .execute(args);
        over = !ending();
        System.exit(code);
    }

    /** Whether the process ends already, so that what fails now fails because of that. */
    private static boolean ending() {
        try {
            Thread probe = new Thread(() -> {});
            Runtime.getRuntime().addShutdownHook(probe);
            Runtime.getRuntime().removeShutdownHook(probe);
            return false;
        } catch (IllegalStateException e) {
            return true;
        }
    }

    @Override
    public Integer call() {
        if (story == null) {
            if (exit) {
                throw new DemoException("--exit belongs to --story");
            }
            return run();
        }
        Stories asked = Stories.called(story);
        return exit ? playAlone(asked) : playAgainstRunning(asked);
    }

    private Path directory() {
        return directory == null ? home.resolve(".fairlead").resolve("demo") : directory.toAbsolutePath();
    }

    private List<Ports> ports() {
        int count = Objects.requireNonNullElse(regions, 1);
        if (ports == null) {
            return new Ports(port, dnsPort, edgePort).andNext(count);
        }
        if (!ports.equals("free")) {
            throw new DemoException("--ports takes only the word free");
        }
        return Ports.free(count);
    }

    private Integer run() {
        DemoOptions options = new DemoOptions(home, directory(), ports(), Map.of(), this::progress);
        Demo demo = new Demo(options);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(demo), "end"));
        start(demo);
        announce(demo.running(), demo.clientFile(), options);
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return 0;
    }

    private Integer playAlone(Stories asked) {
        Path own = directory == null
                ? home.resolve(".fairlead")
                        .resolve("story-" + ProcessHandle.current().pid())
                : directory.toAbsolutePath();
        List<Ports> free = Ports.free(Objects.requireNonNullElse(regions, asked.regions()));
        Demo demo = new Demo(new DemoOptions(home, own, free, Map.of(), this::progress));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(demo), "end"));
        start(demo);
        boolean held = asked.of(demo.running(), demo, plot(), home, System.out::println)
                .play();
        demo.close();
        if (held && directory == null) {
            demo.removeDirectory();
        }
        return held ? 0 : 1;
    }

    private Integer playAgainstRunning(Stories asked) {
        Optional<RunningDemo> found = RunningDemo.in(directory());
        RunningDemo demo = found.orElseThrow(() ->
                new DemoException("no demo is running in %s: start ./fairlead demo in another terminal, or add --exit"
                        .formatted(directory())));
        boolean held = asked.of(demo, new ControlClient(demo), plot(), home, System.out::println)
                .play();
        return held ? 0 : 1;
    }

    private Plot plot() {
        return new Plot(DataCenterName.of(lost), killService);
    }

    private void announce(RunningDemo demo, Path clientFile, DemoOptions options) {
        Consumer<String> out = System.out::println;
        out.accept("");
        out.accept("Fairlead is up:");
        for (RunningDemo.Region region : demo.regions()) {
            if (demo.regions().size() > 1) {
                out.accept(" " + region.name());
            }
            out.accept("  API    " + region.gateway());
            out.accept("  DNS    127.0.0.1 port %d".formatted(region.dnsPort()));
            out.accept("  edge   " + region.edge());
        }
        out.accept("  token  in " + clientFile);
        out.accept("");
        out.accept("In another terminal:");
        for (Stories playable : Stories.values()) {
            if (playable.regions() <= demo.regions().size()) {
                out.accept("  ./fairlead demo --story " + playable);
            }
        }
        out.accept("  ./fairlead why shop");
        out.accept("  dig @127.0.0.1 -p %d shop.fairlead.example +subnet=203.0.113.0/24 +short"
                .formatted(demo.first().dnsPort()));
        out.accept("");
        out.accept("Ctrl-C ends it; the logs are in " + options.directory().resolve("logs"));
    }

    private void progress(String line) {
        System.out.println(String.format(Locale.ROOT, "%6.1f s  %s", (System.nanoTime() - began) / 1e9, line));
    }

    private static void end(Demo demo) {
        demo.closeAtOnce();
        ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly); // such as an initdb under way
        if (!over) {
            System.out.println("fairlead: stopped, nothing is left running");
        }
    }

    private static void start(Demo demo) {
        try {
            demo.start();
        } catch (RuntimeException e) {
            demo.closeAtOnce();
            throw e;
        }
    }
}
