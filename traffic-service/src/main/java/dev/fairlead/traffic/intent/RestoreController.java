package dev.fairlead.traffic.intent;

import dev.fairlead.contracts.traffic.RestoreRequest;
import dev.fairlead.contracts.traffic.RoutingOverride;
import dev.fairlead.service.caller.Actor;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Predicate;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** Gives a drained or held data center back. Drains of another scope go on, and the answer tells them. */
@RestController
class RestoreController {

    private final Overrides overrides;
    private final Releases releases;
    private final ScopeRules scopes;
    private final IntentWriter writer;
    private final InstantSource clock;

    RestoreController(
            Overrides overrides, Releases releases, ScopeRules scopes, IntentWriter writer, InstantSource clock) {
        this.overrides = overrides;
        this.releases = releases;
        this.scopes = scopes;
        this.writer = writer;
        this.clock = clock;
    }

    @PostMapping("/v1/restores")
    ResponseEntity<?> restore(
            @ParameterObject WriteTerms terms,
            @RequestHeader(name = Actor.HEADER, defaultValue = "unknown") String actor,
            @RequestBody RestoreRequest request) {
        return writer.write(request.dataCenter().value(), terms, () -> {
            scopes.check(request.application(), request.dataCenter());
            Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            List<StoredOverride> drains = overrides.findByExpiresAtAfterOrderById(now).stream()
                    .filter(override -> override.drains(request.dataCenter()))
                    .toList();
            Restored restored = new Restored(
                    now,
                    those(drains, drain -> drain.endedBy(request)),
                    those(drains, drain -> drain.concerns(request) && !drain.endedBy(request)));
            overrides.deleteAllById(
                    restored.ended().stream().map(RoutingOverride::id).toList());
            releases.findById(StoredRelease.scope(request))
                    .ifPresentOrElse(
                            before -> before.again(request, actor, now),
                            () -> releases.save(new StoredRelease(request, actor, now)));
            return ResponseEntity.ok(restored);
        });
    }

    private static List<RoutingOverride> those(List<StoredOverride> drains, Predicate<StoredOverride> wanted) {
        return drains.stream().filter(wanted).map(StoredOverride::override).toList();
    }

    /**
     * What a restore did.
     *
     * @param releasedAt holds that began before this are released
     * @param ended drains that were ended
     * @param stillDraining drains of another scope that keep the data center at 0 for some application
     */
    record Restored(Instant releasedAt, List<RoutingOverride> ended, List<RoutingOverride> stillDraining) {}
}
