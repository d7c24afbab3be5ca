package dev.fairlead.traffic.arrival;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.traffic.ArrivalSample;
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
class ArrivalSamples implements AutoCloseable {

    private static final Duration FLUSH = Duration.ofSeconds(5);

    private final ArrivalParts parts;
    private final InstantSource clock;
    private final NewestTotals<ArrivalSample> gathered = new NewestTotals<>(Count::of, ArrivalSample::forMs);
    private final Loop loop;

    ArrivalSamples(ArrivalParts parts, InstantSource clock) {
        this.parts = parts;
        this.clock = clock;
        this.loop = Loop.start("arrivals", FLUSH, this::flush);
    }

    private record Count(ApplicationName application, DataCenterName dataCenter, String reporter, Instant since) {

        static Count of(ArrivalSample sample) {
            return new Count(sample.application(), sample.dataCenter(), sample.reporter(), sample.since());
        }
    }

    void add(List<ArrivalSample> samples) {
        gathered.add(samples);
    }

    private Pass flush() {
        List<ArrivalSample> taken = gathered.take();
        Instant now = clock.instant();
        parts.add(taken, now);
        parts.forget(now);
        return new Pass.Settled();
    }

    @Override
    public void close() {
        loop.close();
    }
}
