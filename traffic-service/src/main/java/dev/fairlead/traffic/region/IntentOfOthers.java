package dev.fairlead.traffic.region;

import dev.fairlead.bus.Feed;
import dev.fairlead.loop.Loop;
import dev.fairlead.loop.Pass;
import dev.fairlead.traffic.intent.LatestIntent;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * Takes over a later intent that another region, or another replica of this one, tells of. A change can be read by one of
 * them in the very moment in which the database's primary falls silent: until there is a new one, the others learn of it here.
 *
 * <p>Not while this region is cut off: a drain that ended would send users to what it has not seen since.
 */
@Component
class IntentOfOthers implements AutoCloseable {

    /** The way by the database is the usual one, and is faster than this. */
    private static final Duration INTERVAL = Duration.ofMillis(200);

    private final Regions regions;
    private final LatestIntent intent;
    private final InstantSource clock;
    private final Loop loop;

    IntentOfOthers(Regions regions, LatestIntent intent, InstantSource clock) {
        this.regions = regions;
        this.intent = intent;
        this.clock = clock;
        this.loop = Loop.start("intent-of-others", INTERVAL, this::look);
    }

    private Pass look() {
        Pass pass = new Pass.Settled();
        if (regions.contact(clock.instant()).isolated()) {
            return pass;
        }
        for (Told.ToldIntent told : latestFirst()) {
            if (told.version() > intent.version()) {
                try {
                    intent.hear(told.ask().get());
                } catch (RuntimeException e) { // the next one may have it too
                    pass = new Pass.Retry(e.toString());
                }
            }
        }
        return pass;
    }

    private List<Told.ToldIntent> latestFirst() {
        Instant now = clock.instant();
        return Stream.concat(
                        regions.told(now).values().stream().map(Feed.Answer::value),
                        regions.toldByReplicas(now).values().stream())
                .map(Told::intent)
                .sorted(Comparator.comparingLong(Told.ToldIntent::version).reversed())
                .toList();
    }

    @Override
    public void close() {
        loop.close();
    }
}
