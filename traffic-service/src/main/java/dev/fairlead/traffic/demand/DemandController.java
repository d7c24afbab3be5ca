package dev.fairlead.traffic.demand;

import static dev.fairlead.contracts.InvalidFieldException.inRange;

import dev.fairlead.contracts.Listing;
import dev.fairlead.contracts.traffic.DemandSample;
import dev.fairlead.contracts.traffic.ObservedDemand;
import java.time.InstantSource;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Takes samples, and shows what they come to. */
@RestController
@RequestMapping("/v1/demand")
class DemandController {

    private static final int MOST = 10_000;

    private final DemandSamples samples;
    private final DemandParts parts;
    private final InstantSource clock;

    DemandController(DemandSamples samples, DemandParts parts, InstantSource clock) {
        this.samples = samples;
        this.parts = parts;
        this.clock = clock;
    }

    /** Samples of applications that there are not are passed over. */
    @PostMapping
    @ResponseStatus(HttpStatus.ACCEPTED)
    void add(@RequestBody Listing<DemandSample> counted) {
        inRange(counted.items().size(), 0, MOST, "items");
        samples.add(counted.items());
    }

    @GetMapping
    Listing<ObservedDemand> list() {
        return new Listing<>(parts.sums(clock.instant()));
    }
}
