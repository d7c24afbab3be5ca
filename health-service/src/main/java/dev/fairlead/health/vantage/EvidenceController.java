package dev.fairlead.health.vantage;

import static dev.fairlead.contracts.InvalidFieldException.inRange;

import dev.fairlead.contracts.Listing;
import dev.fairlead.contracts.health.PassiveEvidence;
import dev.fairlead.health.probe.Prober;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Hears what those saw who send users: proxies and the like. Whoever probes an endpoint counts it. */
@RestController
class EvidenceController {

    private static final int MOST = 10_000;

    private final VantagePoint vantagePoint;
    private final Siblings siblings;
    private final Prober prober;

    EvidenceController(VantagePoint vantagePoint, Siblings siblings, Prober prober) {
        this.vantagePoint = vantagePoint;
        this.siblings = siblings;
        this.prober = prober;
    }

    @PostMapping("/v1/evidence")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void evidence(@RequestBody Listing<PassiveEvidence> seen, @RequestParam(defaultValue = "false") boolean relayed) {
        inRange(seen.items().size(), 0, MOST, "items");
        Map<Boolean, List<PassiveEvidence>> parts =
                seen.items().stream().collect(Collectors.partitioningBy(one -> vantagePoint.watches(one.endpoint())));
        parts.getOrDefault(true, List.of()).forEach(prober::suspect);
        List<PassiveEvidence> others = parts.getOrDefault(false, List.of());
        if (!relayed && !others.isEmpty()) {
            siblings.relay(new Listing<>(others));
        }
    }
}
