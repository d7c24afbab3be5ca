package dev.fairlead.replication.history;

import dev.fairlead.contracts.DatabaseName;
import dev.fairlead.contracts.replication.Freshness;
import dev.fairlead.loop.Loop;
import dev.fairlead.loop.Pass;
import dev.fairlead.replication.region.Regions;
import dev.fairlead.replication.sample.Fleet;
import dev.fairlead.replication.timeline.Finding;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Looks once a second, on a loop of its own, at what all regions find, as consumers are told it. */
@Component
final class LagRecorder implements AutoCloseable {

    private static final Duration EVERY = Duration.ofSeconds(1);

    private final Fleet fleet;
    private final Regions regions;
    private final InstantSource clock;
    private final OpenMinutes minutes;
    private final Loop loop;

    LagRecorder(Fleet fleet, Regions regions, LagHistory history, InstantSource clock) {
        this.fleet = fleet;
        this.regions = regions;
        this.clock = clock;
        this.minutes = new OpenMinutes(history::add);
        this.loop = Loop.start("lag-recorder", EVERY, this::look);
    }

    private Pass look() {
        if (fleet.settled()) {
            minutes.look(clock.instant(), found());
        }
        return new Pass.Settled();
    }

    private List<Freshness> found() {
        Map<DatabaseName, List<Finding>> own = fleet.findings().stream()
                .collect(Collectors.groupingBy(finding -> finding.freshness().database()));
        List<Freshness> all = new ArrayList<>();
        own.forEach((database, findings) -> all.addAll(regions.merge(database, findings)));
        return all;
    }

    @Override
    public void close() {
        loop.close();
        minutes.close();
    }
}
