package dev.fairlead.traffic.rtt;

import dev.fairlead.contracts.traffic.RttSample;
import dev.fairlead.loop.Loop;
import dev.fairlead.loop.Pass;
import dev.fairlead.traffic.rtt.RttMeans.Sum;
import dev.fairlead.traffic.rtt.RttMeans.Way;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * Gathers samples for some seconds and adds them to the means in the database. What cannot be added because the database is away
 * is lost: more will come.
 */
@Component
class RttSamples implements AutoCloseable {

    private static final Duration FLUSH = Duration.ofSeconds(10);

    private final RttMeans means;
    private final InstantSource clock;
    private final Loop loop;
    private final Map<Way, Sum> gathered = new HashMap<>();

    RttSamples(RttMeans means, InstantSource clock) {
        this.means = means;
        this.clock = clock;
        this.loop = Loop.start("rtt", FLUSH, this::flush);
    }

    void add(List<RttSample> samples) {
        synchronized (gathered) {
            samples.forEach(sample ->
                    gathered.merge(new Way(sample.country(), sample.dataCenter()), new Sum(sample.ms(), 1), Sum::plus));
        }
    }

    private Pass flush() {
        Map<Way, Sum> taken;
        synchronized (gathered) {
            taken = new HashMap<>(gathered);
            gathered.clear();
        }
        if (!taken.isEmpty()) {
            means.add(taken, clock.instant());
        }
        return new Pass.Settled();
    }

    @Override
    public void close() {
        loop.close();
    }
}
