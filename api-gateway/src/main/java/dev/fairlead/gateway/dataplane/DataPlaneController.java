package dev.fairlead.gateway.dataplane;

import dev.fairlead.contracts.Listing;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Shows operators how the data planes stand, those that are configured and those that are registered. */
@RestController
class DataPlaneController {

    private final DataPlaneLoops loops;

    DataPlaneController(DataPlaneLoops loops) {
        this.loops = loops;
    }

    @GetMapping("/v1/data-planes")
    Listing<DataPlaneStatus> list() {
        return new Listing<>(loops.statuses());
    }
}
