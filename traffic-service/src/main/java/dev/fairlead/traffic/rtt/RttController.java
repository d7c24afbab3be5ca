package dev.fairlead.traffic.rtt;

import static dev.fairlead.contracts.InvalidFieldException.inRange;

import dev.fairlead.contracts.Listing;
import dev.fairlead.contracts.traffic.Rtt;
import dev.fairlead.contracts.traffic.RttSample;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Takes samples, and shows what they come to. */
@RestController
@RequestMapping("/v1/rtt")
class RttController {

    private static final int MOST = 10_000;

    private final RttSamples samples;
    private final RttMeans means;

    RttController(RttSamples samples, RttMeans means) {
        this.samples = samples;
        this.means = means;
    }

    /** Samples to data centers that there are not are passed over. */
    @PostMapping
    @ResponseStatus(HttpStatus.ACCEPTED)
    void add(@RequestBody Listing<RttSample> measured) {
        inRange(measured.items().size(), 0, MOST, "items");
        samples.add(measured.items());
    }

    @GetMapping
    Listing<Rtt> list() {
        return new Listing<>(means.all());
    }
}
