package dev.fairlead.traffic.plan;

import dev.fairlead.bus.Feed;
import dev.fairlead.contracts.Listing;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.service.problem.Problem;
import dev.fairlead.service.region.Contact;
import dev.fairlead.service.region.RegionProperties;
import dev.fairlead.traffic.intent.Intent;
import dev.fairlead.traffic.intent.LatestIntent;
import dev.fairlead.traffic.region.Agreement;
import dev.fairlead.traffic.region.Agreements;
import dev.fairlead.traffic.region.RegionPlans;
import dev.fairlead.traffic.region.Regions;
import dev.fairlead.traffic.region.Told;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The regions and whether they agree, and this one's plans for the others. From memory. */
@RestController
class RegionController {

    private final RegionProperties properties;
    private final Regions regions;
    private final Agreements agreements;
    private final PlansInForce plans;
    private final LatestIntent intent;
    private final InstantSource clock;

    RegionController(
            RegionProperties properties,
            Regions regions,
            Agreements agreements,
            PlansInForce plans,
            LatestIntent intent,
            InstantSource clock) {
        this.properties = properties;
        this.regions = regions;
        this.agreements = agreements;
        this.plans = plans;
        this.intent = intent;
        this.clock = clock;
    }

    @GetMapping("/v1/regions")
    Listing<RegionStatus> regions() {
        Instant now = clock.instant();
        List<RegionStatus> all = new ArrayList<>();
        all.add(new RegionStatus(
                properties.region(),
                null,
                true,
                plans.now().isolated(),
                now,
                agreements.digest(),
                null,
                null,
                List.of(),
                regions.replicas().any() ? replicas(now) : null));
        for (Map.Entry<RegionName, URI> peer : properties.peers().entrySet()) {
            all.add(status(peer.getKey(), peer.getValue(), now));
        }
        all.sort(Comparator.comparing(RegionStatus::name));
        return new Listing<>(all);
    }

    private RegionStatus status(RegionName name, URI url, Instant now) {
        Feed.Answer<Told> answer = regions.latest(name);
        Instant heard = answer == null ? null : answer.asked();
        Told told = answer == null ? null : answer.value();
        Agreement agreement = agreements.with(name.value());
        return new RegionStatus(
                name,
                url,
                Contact.fresh(heard, now),
                told == null ? null : told.isolated(),
                heard,
                told == null ? null : told.digests().toString(),
                agreement == null ? null : agreement.differsSince() == null,
                agreement == null ? null : agreement.differsSince(),
                agreement == null ? List.of() : agreement.differing(),
                null);
    }

    private List<ReplicaStatus> replicas(Instant now) {
        List<ReplicaStatus> all = new ArrayList<>();
        all.add(new ReplicaStatus(regions.replicas().self(), null, agreements.digest(), null, null, List.of()));
        regions.toldByReplicas(now).forEach((id, told) -> {
            Agreement agreement = agreements.with(id.value());
            all.add(new ReplicaStatus(
                    id,
                    told.isolated(),
                    told.digests().toString(),
                    agreement == null ? null : agreement.differsSince() == null,
                    agreement == null ? null : agreement.differsSince(),
                    agreement == null ? List.of() : agreement.differing()));
        });
        all.sort(Comparator.comparing(ReplicaStatus::id));
        return all;
    }

    /** What other regions read: without body when they know this version. */
    @GetMapping(path = "/v1/plans", params = "of")
    ResponseEntity<RegionPlans> plans(@RequestParam RegionName of) {
        properties.requireOwn(of);
        PlansInForce.InForce now = plans.now();
        long version = intent.version();
        return ResponseEntity.ok()
                .eTag(now.version() + "." + version)
                .body(new RegionPlans(
                        now.isolated(), version, List.copyOf(now.plans().values())));
    }

    /** The intent as this region read it, for those whose database fell silent before they could. */
    @GetMapping(path = "/v1/intent", params = "of")
    Intent intent(@RequestParam RegionName of) {
        properties.requireOwn(of);
        Intent latest = intent.latest();
        if (latest == null) {
            throw Problem.notReady("INTENT_NOT_READ", "the intent was not read yet");
        }
        return latest;
    }
}
