package dev.fairlead.traffic.demand;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.traffic.DemandSample;
import dev.fairlead.loop.Loop;
import dev.fairlead.loop.Pass;
import dev.fairlead.traffic.counted.NewestTotals;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Gathers samples for some seconds and adds them to the parts in the database. What cannot be added because the database is away
 * is lost here; whoever goes on counting makes it good with the next report.
 */
@Component
class DemandSamples implements AutoCloseable {

    private static final Duration FLUSH = Duration.ofSeconds(5);

    private final DemandParts parts;
    private final InstantSource clock;
    private final NewestTotals<DemandSample> gathered = new NewestTotals<>(Count::of, DemandSample::forMs);
    private final Loop loop;

    DemandSamples(DemandParts parts, InstantSource clock) {
        this.parts = parts;
        this.clock = clock;
        this.loop = Loop.start("demand", FLUSH, this::flush);
    }

    private record Count(ApplicationName application, String audience, String reporter, Instant since) {

        static Count of(DemandSample sample) {
            return new Count(sample.application(), sample.audience(), sample.reporter(), sample.since());
        }
    }

    void add(List<DemandSample> samples) {
        gathered.add(samples);
    }

    private Pass flush() {
        List<DemandSample> taken = gathered.take();
        Instant now = clock.instant();
        parts.add(taken, now);
        parts.settle(now);
        parts.forget(now);
        return new Pass.Settled();
    }

    @Override
    public void close() {
        loop.close();
    }
}
