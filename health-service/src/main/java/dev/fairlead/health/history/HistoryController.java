package dev.fairlead.health.history;

import dev.fairlead.contracts.InvalidFieldException;
import dev.fairlead.contracts.Listing;
import dev.fairlead.contracts.health.Transition;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Transitions, the newest first. */
@RestController
class HistoryController {

    private final History history;

    HistoryController(History history) {
        this.history = history;
    }

    @GetMapping("/v1/transitions")
    Listing<Transition> transitions(@RequestParam(defaultValue = "100") int limit) {
        return new Listing<>(history.newest((int) InvalidFieldException.inRange(limit, 1, 1_000, "limit")));
    }
}
