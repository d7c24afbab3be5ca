package dev.fairlead.replication.history;

import dev.fairlead.contracts.DatabaseName;
import dev.fairlead.contracts.InvalidFieldException;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.replication.DatabaseSpec;
import dev.fairlead.replication.database.DatabaseCatalog;
import dev.fairlead.service.region.RegionProperties;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class LagController {

    /** How long after its end a minute is written, unless the database is away. */
    private static final Duration WRITTEN_AFTER = Duration.ofSeconds(5);

    private static final Duration UNLESS_GIVEN = Duration.ofHours(1);

    private final DatabaseCatalog catalog;
    private final LagHistory history;
    private final RegionProperties regions;
    private final InstantSource clock;

    LagController(DatabaseCatalog catalog, LagHistory history, RegionProperties regions, InstantSource clock) {
        this.catalog = catalog;
        this.history = history;
        this.regions = regions;
        this.clock = clock;
    }

    /**
     * By the minute in the last two days, by the hour before.
     *
     * @param from at most 90 days ago; an hour before the end unless given
     * @param to now unless given
     * @param region which one found it; this one unless given
     */
    @GetMapping("/v1/databases/{name}/lag")
    LagReport lag(
            @PathVariable String name,
            @RequestParam(required = false) @Nullable Instant from,
            @RequestParam(required = false) @Nullable Instant to,
            @RequestParam(required = false) @Nullable RegionName region) {
        DatabaseName database = DatabaseName.of(name);
        DatabaseSpec spec = catalog.existing(database).spec();
        Instant now = clock.instant();
        Instant end = Objects.requireNonNullElse(to, now);
        Instant begin = from == null ? end.minus(UNLESS_GIVEN) : from;
        if (!begin.isBefore(end)) {
            throw new InvalidFieldException("from", "from is not before to");
        }
        if (begin.isBefore(now.minus(LagRetention.KEPT))) {
            throw new InvalidFieldException(
                    "from", "from is more than %d days ago".formatted(LagRetention.KEPT.toDays()));
        }
        Instant written = now.minus(WRITTEN_AFTER).truncatedTo(ChronoUnit.MINUTES);
        Instant until = end.isBefore(written) ? end : written;
        Instant since = begin.isBefore(until) ? begin : until;
        List<LagSample> samples = history.between(database, region, since, until);
        return LagReport.of(
                database,
                region == null ? regions.region() : region,
                spec.members().stream().map(DatabaseSpec.Member::dataCenter).toList(),
                samples,
                since,
                until);
    }
}
