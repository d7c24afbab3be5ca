package dev.fairlead.deploy.drill;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.InvalidFieldException;
import dev.fairlead.contracts.deploy.DrillSpec;
import dev.fairlead.deploy.drill.report.DrillReport;
import dev.fairlead.deploy.drill.report.ReportPage;
import dev.fairlead.runs.RunView;
import dev.fairlead.runs.Runs;
import dev.fairlead.service.caller.Actor;
import dev.fairlead.service.problem.Problem;
import io.swagger.v3.oas.annotations.Parameter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Starts drills, breaks them off, and shows what they came to; pauses and answers stand under {@code /v1/runs}. */
@RestController
@RequestMapping("/v1/drills")
class DrillController {

    private final Drills drills;
    private final DrillHistory history;
    private final Runs runs;

    DrillController(Drills drills, DrillHistory history, Runs runs) {
        this.drills = drills;
        this.history = history;
        this.runs = runs;
    }

    @PostMapping
    ResponseEntity<?> start(
            @RequestBody DrillSpec spec,
            @Parameter(description = "Starts nothing and answers what it would come to.")
                    @RequestParam(defaultValue = "false")
                    boolean dryRun,
            @Parameter(description = "Of a dry run: refused when the drill would come to something else now.")
                    @RequestParam(required = false)
                    @Nullable String planHash,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
            @RequestHeader(name = Actor.HEADER, defaultValue = "unknown") String author) {
        if (dryRun) {
            return ResponseEntity.ok(drills.foreseen(spec));
        }
        if (planHash != null
                && !drills.isStarted(key)
                && !planHash.equals(drills.foreseen(spec).planHash())) {
            throw Problem.conflict(
                    "PLAN_CHANGED", "the drill would come to something else than the dry run told: run it again");
        }
        RunView run = drills.start(spec, author, key);
        return ResponseEntity.accepted()
                .location(URI.create("/v1/drills/" + run.id()))
                .body(run);
    }

    /** Of an application: those in which it took part. */
    @GetMapping
    DrillHistory.Page list(
            @RequestParam(required = false) @Nullable ApplicationName application,
            @Parameter(description = "The next of the page before.") @RequestParam(required = false) @Nullable Instant before,
            @RequestParam(defaultValue = "100") int limit) {
        return history.page(application, before, (int) InvalidFieldException.inRange(limit, 1, 1_000, "limit"));
    }

    @GetMapping("/{id}")
    RunView find(@PathVariable String id) {
        return history.find(id).orElseThrow(() -> Problem.notFound("UNKNOWN_DRILL", "there is no drill " + id));
    }

    @GetMapping("/{id}/report")
    DrillReport report(@PathVariable String id) {
        return history.report(find(id));
    }

    /** The same as a page that needs nothing else. */
    @GetMapping("/{id}/report.html")
    ResponseEntity<String> page(@PathVariable String id) {
        return ResponseEntity.ok()
                .contentType(new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8))
                .body(ReportPage.of(history.report(find(id))));
    }

    /** Gives the data center back; where it waits on its way back, gives that up. */
    @PostMapping("/{id}/abort")
    RunView abort(
            @PathVariable String id, @RequestHeader(name = Actor.HEADER, defaultValue = "unknown") String author) {
        if (!runs.abort(find(id).id(), author)) {
            throw Problem.conflict("RUN_ENDED", "drill %s has ended".formatted(id));
        }
        return find(id);
    }
}
