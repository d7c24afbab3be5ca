package dev.fairlead.benchmarks;

import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.health.Endpoint;
import dev.fairlead.health.probe.ProbeTls;
import dev.fairlead.health.probe.Prober;
import dev.fairlead.health.probe.Stagger;
import dev.fairlead.health.target.Target;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.cumulative.CumulativeTimer;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.core.instrument.distribution.pause.PauseDetector;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The health-service's prober. */
final class ProberVantage implements Vantage {

    /** The health-service's default. */
    private static final int MOST_OPEN = 2_000;

    private final Lateness lateness = new Lateness();
    private final Registry registry = new Registry(lateness);
    private final Findings findings;
    private final Prober prober;

    /** @param changed called after each change of a finding */
    ProberVantage(RegionName name, Stagger stagger, Consumer<Endpoint> changed) {
        findings = new Findings(name, Addresses.CHECK, changed);
        ProbeTls none = new ProbeTls(() -> {
            throw new IllegalStateException("no probe here speaks TLS");
        });
        prober = new Prober(stagger, MOST_OPEN, findings, none, Clock.systemUTC(), registry);
    }

    void probe(List<Target> targets) {
        prober.probe(targets);
    }

    @Override
    public Findings findings() {
        return findings;
    }

    @Override
    public Lateness lateness() {
        return lateness;
    }

    @Override
    public Wasted wasted() {
        return new Wasted(count("failed"), count("late") + count("faults"));
    }

    private long count(String counter) {
        return (long) registry.get("fairlead.probes." + counter).counter().count();
    }

    @Override
    public void close() {
        prober.close();
    }

    /** Counts as that of the service does; its one timer is that of lateness. */
    private static final class Registry extends SimpleMeterRegistry {

        private final Lateness lateness;

        Registry(Lateness lateness) {
            this.lateness = lateness;
        }

        @Override
        protected Timer newTimer(Meter.Id id, DistributionStatisticConfig config, PauseDetector pauses) {
            return new CumulativeTimer(id, clock, config, pauses, getBaseTimeUnit()) {
                @Override
                protected void recordNonNegative(long amount, TimeUnit unit) {
                    super.recordNonNegative(amount, unit);
                    lateness.add(unit.toNanos(amount));
                }
            };
        }
    }
}
