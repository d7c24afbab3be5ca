package dev.fairlead.health.verdict;

import dev.fairlead.contracts.Listing;
import dev.fairlead.contracts.health.Verdict;
import dev.fairlead.health.vantage.WholeRegion;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The verdicts in force, from memory. */
@RestController
class VerdictsController {

    private final Verdicts verdicts;
    private final WholeRegion region;

    VerdictsController(Verdicts verdicts, WholeRegion region) {
        this.verdicts = verdicts;
        this.region = region;
    }

    @GetMapping("/v1/verdicts")
    ResponseEntity<Listing<Verdict>> verdicts() {
        region.requireComplete();
        Verdicts.InForce now = verdicts.now();
        return ResponseEntity.ok().eTag(now.version()).body(new Listing<>(now.list()));
    }
}
