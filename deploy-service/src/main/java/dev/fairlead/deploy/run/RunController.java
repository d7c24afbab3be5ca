package dev.fairlead.deploy.run;

import dev.fairlead.contracts.Listing;
import dev.fairlead.runs.RunView;
import dev.fairlead.runs.Runs;
import dev.fairlead.service.problem.Problem;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

@RestController
class RunController {

    private static final int NEWEST = 100;

    private final Runs runs;

    RunController(Runs runs) {
        this.runs = runs;
    }

    @GetMapping("/v1/runs")
    Listing<RunView> list() {
        return new Listing<>(runs.list(NEWEST));
    }

    @GetMapping("/v1/runs/{id}")
    RunView find(@PathVariable String id) {
        return runs.find(id).orElseThrow(() -> Problem.notFound("UNKNOWN_RUN", "there is no run " + id));
    }
}
