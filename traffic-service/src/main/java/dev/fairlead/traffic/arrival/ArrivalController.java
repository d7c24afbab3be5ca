package dev.fairlead.traffic.arrival;

import static dev.fairlead.contracts.InvalidFieldException.inRange;

import dev.fairlead.contracts.Listing;
import dev.fairlead.contracts.traffic.ArrivalSample;
import dev.fairlead.contracts.traffic.ObservedShare;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Takes samples, and shows what they come to. */
@RestController
@RequestMapping("/v1/arrivals")
class ArrivalController {

    private static final int MOST = 10_000;

    private final ArrivalSamples samples;
    private final ArrivalParts parts;
    private final InstantSource clock;

    ArrivalController(ArrivalSamples samples, ArrivalParts parts, InstantSource clock) {
        this.samples = samples;
        this.parts = parts;
        this.clock = clock;
    }

    /** Samples of applications and data centers that there are not are passed over. */
    @PostMapping
    @ResponseStatus(HttpStatus.ACCEPTED)
    void add(@RequestBody Listing<ArrivalSample> counted) {
        inRange(counted.items().size(), 0, MOST, "items");
        samples.add(counted.items());
    }

    /** The version is a hash of the content, so that all replicas tell the same. */
    @GetMapping
    ResponseEntity<Listing<ObservedShare>> list() {
        List<ObservedShare> shares = parts.shares(clock.instant());
        UUID version = UUID.nameUUIDFromBytes(shares.toString().getBytes(StandardCharsets.UTF_8));
        return ResponseEntity.ok().eTag(version.toString()).body(new Listing<>(shares));
    }
}
