package dev.fairlead.health.history;

import dev.fairlead.contracts.InvalidFieldException;
import dev.fairlead.contracts.Listing;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.health.Transition;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The transitions of one region's verdicts, the newest first. */
@RestController
class HistoryController {

    private final History history;

    HistoryController(History history) {
        this.history = history;
    }

    @GetMapping("/v1/transitions")
    Listing<Transition> transitions(
            @RequestParam(required = false) @Nullable RegionName region,
            @RequestParam(defaultValue = "100") int limit) {
        int most = (int) InvalidFieldException.inRange(limit, 1, 1_000, "limit");
        return new Listing<>(history.newest(region, most));
    }
}
