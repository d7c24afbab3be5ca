package dev.fairlead.traffic.region;

import dev.fairlead.bus.Feed;
import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.traffic.RoutingPlan;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Compares this region's plans with those of each region that is heard. That two of them differ for longer than the two seconds
 * in which they come to the same is an alarm: {@code fairlead.plans.differing.seconds}.
 */
@Component
public class Agreements {

    private static final Logger log = LoggerFactory.getLogger(Agreements.class);

    private final Regions regions;
    private final InstantSource clock;
    private volatile PlanDigests own = PlanDigests.NONE;
    private volatile Map<RegionName, Agreement> agreements = Map.of();

    Agreements(Regions regions, InstantSource clock, MeterRegistry registry) {
        this.regions = regions;
        this.clock = clock;
        regions.names()
                .forEach(peer -> Gauge.builder("fairlead.plans.differing.seconds", () -> differingSeconds(peer))
                        .tag("peer", peer.value())
                        .register(registry));
    }

    /**
     * Compares anew; called by one thread.
     *
     * @return whether a difference began
     */
    public boolean look(Map<ApplicationName, RoutingPlan> plans, Instant now) {
        own = PlanDigests.of(plans, own);
        Map<RegionName, Agreement> next = new HashMap<>();
        boolean began = false;
        for (Map.Entry<RegionName, Feed.Answer<Told>> peer : regions.told(now).entrySet()) {
            Agreement before = agreements.get(peer.getKey());
            Agreement after = Agreement.of(own, peer.getValue().value().digests(), before, now);
            next.put(peer.getKey(), after);
            began |= tell(peer.getKey(), before, after, now);
        }
        agreements = next;
        return began;
    }

    private static boolean tell(RegionName peer, @Nullable Agreement before, Agreement after, Instant now) {
        Instant since = before == null ? null : before.differsSince();
        if (since == null && after.differsSince() != null) {
            log.info("region={} plans=differ applications={}", peer, after.differing());
            return true;
        }
        if (since != null && after.differsSince() == null) {
            log.info(
                    "region={} plans=agree after_ms={}",
                    peer,
                    Duration.between(since, now).toMillis());
        }
        return false;
    }

    private double differingSeconds(RegionName peer) {
        Agreement agreement = agreements.get(peer);
        Instant since = agreement == null ? null : agreement.differsSince();
        return since == null ? 0 : Duration.between(since, clock.instant()).toMillis() / 1_000.0;
    }

    /** The digest of this region's plans. */
    public String digest() {
        return own.toString();
    }

    /** Absent: the region is not heard now. */
    public @Nullable Agreement with(RegionName peer) {
        return agreements.get(peer);
    }
}
