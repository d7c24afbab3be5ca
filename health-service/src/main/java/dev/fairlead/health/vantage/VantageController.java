package dev.fairlead.health.vantage;

import dev.fairlead.contracts.Listing;
import dev.fairlead.contracts.health.Observation;
import dev.fairlead.health.HealthProperties;
import dev.fairlead.health.probe.Prober;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What the vantage points see and how they are, from memory. */
@RestController
class VantageController {

    private static final Duration FRESH = Duration.ofSeconds(3);

    private final HealthProperties properties;
    private final VantagePoint vantagePoint;
    private final Prober prober;
    private final Peers peers;
    private final InstantSource clock;

    VantageController(
            HealthProperties properties, VantagePoint vantagePoint, Prober prober, Peers peers, InstantSource clock) {
        this.properties = properties;
        this.vantagePoint = vantagePoint;
        this.prober = prober;
        this.peers = peers;
        this.clock = clock;
    }

    @GetMapping("/v1/observations")
    Listing<Observation> observations() {
        return new Listing<>(vantagePoint.observations());
    }

    @GetMapping("/v1/vantage-points")
    Listing<VantagePointStatus> vantagePoints() {
        Instant now = clock.instant();
        Instant turned = now.minus(prober.sinceLastTurn());
        List<VantagePointStatus> all = new ArrayList<>();
        all.add(new VantagePointStatus(vantagePoint.name(), null, isFresh(turned, now), turned));
        peers.all().forEach((name, peer) -> {
            Instant heard = peer.lastHeard();
            all.add(new VantagePointStatus(name, properties.peers().get(name), isFresh(heard, now), heard));
        });
        all.sort(Comparator.comparing(VantagePointStatus::name));
        return new Listing<>(all);
    }

    private static boolean isFresh(@Nullable Instant heard, Instant now) {
        return heard != null && !heard.plus(FRESH).isBefore(now);
    }
}
