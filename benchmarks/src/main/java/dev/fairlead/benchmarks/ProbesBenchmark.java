package dev.fairlead.benchmarks;

import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.quickstart.demo.Java;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/**
 * What probing 10,000 endpoints once a second costs the prober, and a tenth of them the JDK's {@code HttpClient}: each in a
 * process of its own, with the JVM options of a service, and a new connection for each probe. Another process answers.
 */
@Command(name = "probes", description = "Probes per CPU-second and their lateness, beside those of the JDK's client.")
final class ProbesBenchmark implements Callable<Integer> {

    private static final List<String> SERVER_HEAP = List.of("-Xmx192m");

    @Option(names = "--endpoints", description = "probed once a second (default: ${DEFAULT-VALUE})")
    private int endpoints = 10_000;

    @Option(names = "--seconds", description = "to measure (default: ${DEFAULT-VALUE})")
    private int seconds = 60;

    @Option(names = "--warm-up", description = "seconds before (default: ${DEFAULT-VALUE})")
    private int warmUp = 15;

    @Option(
            names = "--jvm",
            description = "further option of the JVM that probes, such as -XX:TieredStopAtLevel=4; may be repeated")
    private List<String> jvm = List.of();

    @Override
    public Integer call() {
        List<EndpointAddress> addresses = Addresses.onLoopback(endpoints);
        try (Child server = Child.start(Java.line(SERVER_HEAP, Responder.class, List.of()), addresses)) {
            server.next();
            ProbeFigures prober = measure(ProbeProcess.Kind.PROBER, addresses);
            print("prober", addresses.size(), prober, " (aim 7500 per CPU-second)");
            List<EndpointAddress> tenth = addresses.subList(0, Math.max(1, endpoints / 10));
            ProbeFigures client = measure(ProbeProcess.Kind.HTTP_CLIENT, tenth);
            print("HttpClient", tenth.size(), client, "");
            System.out.printf(
                    Locale.ROOT,
                    "probes  the prober makes ×%.1f of what HttpClient makes in a CPU-second%n",
                    prober.perProcessorSecond() / client.perProcessorSecond());
        }
        return 0;
    }

    private ProbeFigures measure(ProbeProcess.Kind kind, List<EndpointAddress> addresses) {
        List<String> options = new ArrayList<>(List.of("-Xmx256m"));
        options.addAll(jvm);
        List<String> arguments = List.of(kind.name(), Integer.toString(warmUp), Integer.toString(seconds));
        try (Child child = Child.start(Java.line(options, ProbeProcess.class, arguments), addresses)) {
            return JsonMapper.shared().readValue(child.next(), ProbeFigures.class);
        }
    }

    private void print(String who, int count, ProbeFigures figures, String aim) {
        System.out.printf(
                "probes  %s, %d endpoints each 1 s for %d s: %s%s (%s)%n",
                who, count, seconds, figures.text(), aim, Machine.load());
    }
}
