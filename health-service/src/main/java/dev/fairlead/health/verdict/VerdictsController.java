package dev.fairlead.health.verdict;

import dev.fairlead.contracts.Listing;
import dev.fairlead.contracts.health.Verdict;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The verdicts in force, from memory. */
@RestController
class VerdictsController {

    private final Verdicts verdicts;

    VerdictsController(Verdicts verdicts) {
        this.verdicts = verdicts;
    }

    @GetMapping("/v1/verdicts")
    Listing<Verdict> verdicts() {
        return new Listing<>(verdicts.latest());
    }
}
