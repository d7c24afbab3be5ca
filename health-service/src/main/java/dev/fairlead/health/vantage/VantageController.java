package dev.fairlead.health.vantage;

import dev.fairlead.contracts.Listing;
import dev.fairlead.contracts.health.Observation;
import dev.fairlead.contracts.health.VantagePointStatus;
import dev.fairlead.health.probe.Prober;
import dev.fairlead.service.problem.Problem;
import dev.fairlead.service.region.Contact;
import dev.fairlead.service.region.RegionProperties;
import dev.fairlead.service.region.ReplicaId;
import dev.fairlead.service.region.Replicas;
import io.swagger.v3.oas.annotations.Hidden;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.WebRequest;

/** What the vantage points see and how they are, from memory. */
@RestController
class VantageController {

    private final RegionProperties regions;
    private final VantagePoint vantagePoint;
    private final WholeRegion region;
    private final Replicas replicas;
    private final Prober prober;
    private final Peers peers;
    private final InstantSource clock;

    VantageController(
            RegionProperties regions,
            VantagePoint vantagePoint,
            WholeRegion region,
            Replicas replicas,
            Prober prober,
            Peers peers,
            InstantSource clock) {
        this.regions = regions;
        this.vantagePoint = vantagePoint;
        this.region = region;
        this.replicas = replicas;
        this.prober = prober;
        this.peers = peers;
        this.clock = clock;
    }

    @GetMapping("/v1/observations")
    @Nullable Listing<Observation> observations(WebRequest request) {
        boolean known = request.checkNotModified(region.version()); // a change after this is told again, not missed
        return known ? null : new Listing<>(region.observations());
    }

    /** What other replicas of this region read: the part that this one probes. */
    @Hidden
    @GetMapping(path = "/v1/observations", params = "of")
    Listing<Observation> observations(@RequestParam ReplicaId of) {
        if (!of.equals(replicas.self())) {
            throw Problem.notFound("NOT_THIS_REPLICA", "this is replica %s, not %s".formatted(replicas.self(), of));
        }
        return new Listing<>(vantagePoint.observations());
    }

    @GetMapping("/v1/vantage-points")
    Listing<VantagePointStatus> vantagePoints() {
        Instant now = clock.instant();
        Instant turned = now.minus(prober.sinceLastTurn());
        List<VantagePointStatus> all = new ArrayList<>();
        all.add(new VantagePointStatus(
                vantagePoint.name(),
                null,
                Contact.fresh(turned, now),
                turned,
                peers.contact(now).isolated()));
        peers.names().forEach(name -> {
            Instant heard = peers.lastHeard(name);
            all.add(new VantagePointStatus(name, regions.peers().get(name), Contact.fresh(heard, now), heard, null));
        });
        all.sort(Comparator.comparing(VantagePointStatus::name));
        return new Listing<>(all);
    }
}
