package dev.fairlead.gateway.dataplane;

import dev.fairlead.contracts.Listing;
import dev.fairlead.service.problem.Problem;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Shows operators how the data planes stand. */
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

    @GetMapping("/v1/data-planes/{name}")
    DataPlaneStatus one(@PathVariable String name) {
        return loops.status(name)
                .orElseThrow(() -> Problem.notFound("DATA_PLANE_UNKNOWN", "there is no data plane " + name));
    }
}
