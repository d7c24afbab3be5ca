package dev.fairlead.benchmarks;

import dev.fairlead.contracts.RegionName;
import dev.fairlead.health.probe.Stagger;
import dev.fairlead.health.target.Target;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.json.JsonMapper;

/** A process that does nothing but probe: its CPU, by {@code /proc}, is what probing costs. */
final class ProbeProcess {

    private ProbeProcess() {}

    /** Who probes. */
    enum Kind {
        PROBER {
            @Override
            Vantage probe(List<Target> targets) {
                ProberVantage prober = new ProberVantage(RegionName.of("bench"), Stagger.ALONE, endpoint -> {});
                prober.probe(targets);
                return prober;
            }
        },
        HTTP_CLIENT {
            @Override
            Vantage probe(List<Target> targets) {
                return new ClientVantage(targets);
            }
        };

        abstract Vantage probe(List<Target> targets);
    }

    /** Which kind, then seconds of warming up and seconds to measure. */
    public static void main(String[] args) throws IOException {
        List<Target> targets = Addresses.targets(Child.told());
        Duration warmUp = Duration.ofSeconds(Long.parseLong(args[1]));
        Duration measured = Duration.ofSeconds(Long.parseLong(args[2]));
        Instant start = Instant.now();
        try (Vantage vantage = Kind.valueOf(args[0]).probe(targets)) {
            LockSupport.parkNanos(warmUp.toNanos());
            vantage.lateness().restart();
            Vantage.Wasted wasted = vantage.wasted();
            long results = vantage.findings().results();
            double used = processorSeconds();
            LockSupport.parkNanos(measured.toNanos());
            double usedAfter = processorSeconds();
            Vantage.Wasted wastedAfter = vantage.wasted();
            ProbeFigures figures = new ProbeFigures(
                    vantage.findings().results() - results,
                    usedAfter - used,
                    vantage.lateness().millis().percentiles("%.2f", "ms"),
                    wastedAfter.failed() - wasted.failed(),
                    wastedAfter.discarded() - wasted.discarded(),
                    vantage.findings().falls(start));
            System.out.println(JsonMapper.shared().writeValueAsString(figures));
        }
    }

    /** Of this whole process. */
    private static double processorSeconds() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos() / 1e9;
    }
}
