package dev.fairlead.benchmarks;

import dev.fairlead.quickstart.demo.Demo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Seconds from nothing until the first plan is obeyed by DNS and edge, and what the five services then hold. */
@Command(name = "start", description = "Seconds until the first plan is obeyed, and the memory of the five services.")
final class StartBenchmark implements Callable<Integer> {

    @Option(names = "--runs", description = "how often (default: ${DEFAULT-VALUE})")
    private int runs = 3;

    @Override
    public Integer call() {
        List<Double> seconds = new ArrayList<>();
        List<Double> megabytes = new ArrayList<>();
        String load = Machine.load();
        for (int run = 1; run <= runs; run++) {
            long began = System.nanoTime();
            try (Demo demo = Checkout.demo(Map.of(), line -> {})) {
                demo.start();
                seconds.add((System.nanoTime() - began) / 1e9);
                megabytes.add(demo.serviceProcesses().stream()
                        .mapToDouble(Machine::residentMb)
                        .sum());
            }
            System.out.printf("run %d of %d: %.1f s, %.0f MB%n", run, runs, seconds.getLast(), megabytes.getLast());
        }
        System.out.printf(
                "start  n=%d  until the first plan is obeyed %s  five services together %s  (min/median/max; %s before)%n",
                runs,
                Figures.of(seconds).text("%.1f", "s"),
                Figures.of(megabytes).text("%.0f", "MB"),
                load);
        return 0;
    }
}
