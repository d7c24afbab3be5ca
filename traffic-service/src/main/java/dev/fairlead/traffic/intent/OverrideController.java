package dev.fairlead.traffic.intent;

import dev.fairlead.contracts.Listing;
import dev.fairlead.contracts.RunHeaders;
import dev.fairlead.contracts.traffic.OverrideRequest;
import dev.fairlead.contracts.traffic.RoutingOverride;
import dev.fairlead.service.caller.Actor;
import dev.fairlead.service.problem.Problem;
import io.swagger.v3.oas.annotations.Parameter;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Temporary decisions by people and runs. An expired one counts as not there; a run that was overtaken is refused. */
@RestController
@RequestMapping("/v1/overrides")
class OverrideController {

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    private final Overrides overrides;
    private final RunEpochs epochs;
    private final ScopeRules scopes;
    private final IntentWriter writer;
    private final InstantSource clock;

    OverrideController(
            Overrides overrides, RunEpochs epochs, ScopeRules scopes, IntentWriter writer, InstantSource clock) {
        this.overrides = overrides;
        this.epochs = epochs;
        this.scopes = scopes;
        this.writer = writer;
        this.clock = clock;
    }

    @GetMapping
    Listing<RoutingOverride> list() {
        return new Listing<>(overrides.findByExpiresAtAfterOrderById(clock.instant()).stream()
                .map(StoredOverride::override)
                .toList());
    }

    @PutMapping("/{id}")
    ResponseEntity<?> put(
            @PathVariable String id,
            @ParameterObject WriteTerms terms,
            @RequestHeader(name = Actor.HEADER, defaultValue = "unknown") String actor,
            @Parameter(hidden = true) @RequestHeader(name = RunHeaders.RUN, required = false) @Nullable String run,
            @Parameter(hidden = true) @RequestHeader(name = RunHeaders.EPOCH, required = false) @Nullable Long epoch,
            @RequestBody OverrideRequest request) {
        if (!ID.matcher(id).matches()) {
            throw Problem.invalid(
                    "INVALID_ID", "", "the id is not 1 to 100 letters, digits, dots, hyphens, underscores");
        }
        return writer.write(id, terms, () -> {
            epochs.admit(run, epoch);
            scopes.check(request.application(), request.dataCenter());
            Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            overrides.deleteByExpiresAtLessThanEqual(now);
            Optional<StoredOverride> existing = overrides.findById(id);
            existing.ifPresent(override -> refuseOther(override, request));
            return ResponseEntity.ok(
                    existing.orElseGet(() -> overrides.save(StoredOverride.of(id, request, actor, now)))
                            .override());
        });
    }

    private static void refuseOther(StoredOverride existing, OverrideRequest request) {
        if (!existing.is(request)) {
            throw Problem.conflict(
                    "OVERRIDE_EXISTS", "this id is taken by another override: end that one or choose an id");
        }
    }

    @DeleteMapping("/{id}")
    ResponseEntity<?> end(
            @PathVariable String id,
            @ParameterObject WriteTerms terms,
            @Parameter(hidden = true) @RequestHeader(name = RunHeaders.RUN, required = false) @Nullable String run,
            @Parameter(hidden = true) @RequestHeader(name = RunHeaders.EPOCH, required = false) @Nullable Long epoch) {
        return writer.write(id, terms, () -> {
            epochs.admit(run, epoch);
            overrides.deleteById(id);
            return ResponseEntity.noContent().build();
        });
    }
}
