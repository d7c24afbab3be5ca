package dev.fairlead.deploy.drill;

import dev.fairlead.contracts.Listing;
import dev.fairlead.contracts.Resource;
import dev.fairlead.contracts.deploy.DrillScheduleSpec;
import dev.fairlead.service.problem.FieldError;
import dev.fairlead.service.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/v1/drill-schedules")
class DrillScheduleController {

    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    private final DrillSchedules schedules;
    private final Drills drills;

    DrillScheduleController(DrillSchedules schedules, Drills drills) {
        this.schedules = schedules;
        this.drills = drills;
    }

    @GetMapping
    Listing<DrillSchedule> list() {
        return new Listing<>(schedules.all());
    }

    @GetMapping("/{name}")
    ResponseEntity<DrillSchedule> get(@PathVariable String name) {
        return answer(HttpStatus.OK, existing(name));
    }

    @PutMapping(
            path = "/{name}",
            consumes = {MediaType.APPLICATION_JSON_VALUE, MediaType.APPLICATION_YAML_VALUE})
    ResponseEntity<DrillSchedule> put(
            @PathVariable String name,
            @RequestBody Resource<DrillScheduleSpec> resource,
            @RequestParam(defaultValue = "false") boolean dryRun,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        check(name, resource);
        DrillScheduleSpec spec = resource.spec();
        drills.requireKnown(spec.drill());
        DrillSchedule present = matching(name, ifMatch);
        if (present != null && present.spec().equals(spec)) {
            return answer(HttpStatus.OK, present);
        }
        long generation = present == null ? 1 : present.generation() + 1;
        boolean stored = dryRun
                || (present == null
                        ? schedules.insert(name, spec)
                        : schedules.update(name, present.generation(), spec));
        if (!stored) {
            throw changedMeanwhile(name);
        }
        HttpStatus status = present == null && !dryRun ? HttpStatus.CREATED : HttpStatus.OK;
        return answer(status, new DrillSchedule(name, generation, spec, null));
    }

    @DeleteMapping("/{name}")
    ResponseEntity<Void> delete(
            @PathVariable String name,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        DrillSchedule present = matching(name, ifMatch);
        if (present == null) {
            throw unknown(name);
        }
        if (!schedules.delete(name, present.generation())) {
            throw changedMeanwhile(name);
        }
        return ResponseEntity.noContent().build();
    }

    private static void check(String name, Resource<DrillScheduleSpec> resource) {
        List<FieldError> errors = new ArrayList<>();
        if (!NAME.matcher(name).matches()) {
            errors.add(new FieldError("/metadata/name", "a name is letters, digits and hyphens, 63 at most"));
        }
        if (!DrillSchedule.KIND.equals(resource.kind())) {
            errors.add(new FieldError("/kind", "kind is not " + DrillSchedule.KIND));
        }
        // what is read from a body can lack any part
        Resource.@Nullable Metadata metadata = resource.metadata();
        if (metadata == null || !name.equals(metadata.name())) {
            errors.add(new FieldError("/metadata/name", "metadata.name is not %s as in the path".formatted(name)));
        }
        @Nullable DrillScheduleSpec spec = resource.spec();
        if (spec == null) {
            errors.add(new FieldError("/spec", "spec is required"));
        }
        if (!errors.isEmpty()) {
            throw Problem.invalid("INVALID_DRILL_SCHEDULE", errors);
        }
    }

    /** The stored schedule, which the caller's copy has to be of if it says so. */
    private @Nullable DrillSchedule matching(String name, @Nullable String ifMatch) {
        DrillSchedule present = schedules.find(name).orElse(null);
        if (ifMatch == null) {
            return present;
        }
        if (present == null) {
            throw Problem.stale("there is no drill schedule " + name);
        }
        if (!ifMatch.equals("*") && !ifMatch.equals(etag(present))) {
            throw Problem.stale("drill schedule %s is at generation %d".formatted(name, present.generation()));
        }
        return present;
    }

    private DrillSchedule existing(String name) {
        return schedules.find(name).orElseThrow(() -> unknown(name));
    }

    private static Problem unknown(String name) {
        return Problem.notFound("UNKNOWN_DRILL_SCHEDULE", "there is no drill schedule " + name);
    }

    private static Problem changedMeanwhile(String name) {
        return Problem.stale("drill schedule %s was changed at the same moment: read it again".formatted(name));
    }

    private static String etag(DrillSchedule schedule) {
        return "\"" + schedule.generation() + "\"";
    }

    private static ResponseEntity<DrillSchedule> answer(HttpStatus status, DrillSchedule schedule) {
        return ResponseEntity.status(status).eTag(etag(schedule)).body(schedule);
    }
}
