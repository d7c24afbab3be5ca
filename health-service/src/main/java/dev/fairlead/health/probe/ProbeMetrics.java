package dev.fairlead.health.probe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/**
 * The prober's figures.
 *
 * @param late probes that were left out or do not count, because this process was too slow
 * @param faults probes that do not count because this machine could not make them
 * @param lateness start of a probe against when it was due
 * @param stretch by which part of itself an endpoint's interval was longer than configured, at each start
 */
record ProbeMetrics(
        Counter started, Counter failed, Counter late, Counter faults, Timer lateness, DistributionSummary stretch) {

    static ProbeMetrics in(MeterRegistry registry) {
        return new ProbeMetrics(
                registry.counter("fairlead.probes.started"),
                registry.counter("fairlead.probes.failed"),
                registry.counter("fairlead.probes.late"),
                registry.counter("fairlead.probes.faults"),
                registry.timer("fairlead.probes.lateness"),
                registry.summary("fairlead.probes.stretch"));
    }
}
