package dev.fairlead.traffic.region;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.service.region.RegionProperties;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Compares this region's plans with those of each region, and each other replica of this one, that is heard. That two of them differ for longer than the two seconds
 * in which they come to the same is an alarm: {@code fairlead.plans.differing.seconds}.
 */
@Component
public class Agreements {

    private static final Logger log = LoggerFactory.getLogger(Agreements.class);

    private final Regions regions;
    private final InstantSource clock;
    private volatile PlanDigests own = PlanDigests.NONE;
    private volatile Map<String, Agreement> agreements = Map.of();

    Agreements(Regions regions, RegionProperties properties, InstantSource clock, MeterRegistry registry) {
        this.regions = regions;
        this.clock = clock;
        regions.names().forEach(peer -> register(registry, peer, () -> differingSeconds(peer.value())));
        if (regions.replicas().any()) {
            register(registry, properties.region(), this::differingSecondsOfReplicas);
        }
    }

    private static void register(MeterRegistry registry, RegionName peer, Supplier<Number> seconds) {
        Gauge.builder("fairlead.plans.differing.seconds", seconds)
                .tag("peer", peer.value())
                .register(registry);
    }

    /**
     * Compares anew; called by one thread.
     *
     * @return whether a difference began
     */
    public boolean look(Map<ApplicationName, RoutingPlan> plans, Instant now) {
        own = PlanDigests.of(plans, own);
        Map<String, Told> told = new TreeMap<>();
        regions.told(now).forEach((region, answer) -> told.put(region.value(), answer.value()));
        regions.toldByReplicas(now).forEach((replica, said) -> told.put(replica.value(), said));
        Map<String, Agreement> next = new HashMap<>();
        boolean began = false;
        for (Map.Entry<String, Told> peer : told.entrySet()) {
            Agreement before = agreements.get(peer.getKey());
            Agreement after = Agreement.of(own, peer.getValue().digests(), before, now);
            next.put(peer.getKey(), after);
            began |= tell(peer.getKey(), before, after, now);
        }
        agreements = next;
        return began;
    }

    private static boolean tell(String peer, @Nullable Agreement before, Agreement after, Instant now) {
        Instant since = before == null ? null : before.differsSince();
        if (since == null && after.differsSince() != null) {
            log.info("peer={} plans=differ applications={}", peer, after.differing());
            return true;
        }
        if (since != null && after.differsSince() == null) {
            log.info(
                    "peer={} plans=agree after_ms={}",
                    peer,
                    Duration.between(since, now).toMillis());
        }
        return false;
    }

    private double differingSecondsOfReplicas() {
        return agreements.keySet().stream()
                .filter(peer -> regions.names().stream()
                        .noneMatch(region -> region.value().equals(peer)))
                .mapToDouble(this::differingSeconds)
                .max()
                .orElse(0);
    }

    private double differingSeconds(String peer) {
        Agreement agreement = agreements.get(peer);
        Instant since = agreement == null ? null : agreement.differsSince();
        return since == null ? 0 : Duration.between(since, clock.instant()).toMillis() / 1_000.0;
    }

    /** The digest of this region's plans. */
    public String digest() {
        return own.toString();
    }

    /** Of each of this region's plans. */
    public PlanDigests digests() {
        return own;
    }

    /**
     * @param peer name of a region or a replica
     * @return absent: it is not heard now
     */
    public @Nullable Agreement with(String peer) {
        return agreements.get(peer);
    }
}
