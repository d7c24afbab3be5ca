package dev.fairlead.replication.join;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.DatabaseName;
import dev.fairlead.contracts.replication.DatabaseSpec;
import dev.fairlead.contracts.replication.Freshness;
import dev.fairlead.contracts.replication.MemberRole;
import dev.fairlead.replication.join.rule.Next;
import dev.fairlead.replication.takeover.member.MemberActions;
import dev.fairlead.replication.takeover.member.MemberSession;
import dev.fairlead.replication.timeline.Finding;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is seen of a database round a new member.
 *
 * @param moving the run that moves a database's primary now: who attaches a standby meanwhile may attach it to the old one
 */
record Surroundings(
        Supplier<List<Finding>> findings, Function<DatabaseName, Optional<String>> moving, MemberActions members) {

    Next.Database of(Place place, DatabaseSpec spec) {
        List<Freshness> all = findings.get().stream()
                .map(Finding::freshness)
                .filter(member -> member.database().equals(place.database()))
                .toList();
        List<Freshness> primaries = all.stream()
                .filter(member -> member.role() == MemberRole.PRIMARY)
                .toList();
        DataCenterName primary = primaries.size() == 1 && isHere(primaries.getFirst(), place)
                ? primaries.getFirst().dataCenter()
                : null;
        Duration bound = all.stream()
                .filter(member -> member.dataCenter().equals(place.dataCenter()))
                .flatMap(member -> Optional.ofNullable(member.stalenessBoundMs()).stream())
                .map(Duration::ofMillis)
                .findFirst()
                .orElse(null);
        return new Next.Database(primary, hindrance(place), isAttached(place, spec, primary), bound);
    }

    /** It answers; a member that was the primary when it was heard last is it still. */
    private static boolean isHere(Freshness primary, Place place) {
        return primary.reachable() || primary.dataCenter().equals(place.dataCenter());
    }

    private Optional<String> hindrance(Place place) {
        return moving.apply(place.database()).map(run -> "run %s moves the primary".formatted(run));
    }

    private boolean isAttached(Place place, DatabaseSpec spec, @Nullable DataCenterName primary) {
        return primary != null
                && members.askAll(spec, List.of(primary), MemberSession::attached)
                        .getOrDefault(primary, Set.of())
                        .contains(place.dataCenter().value());
    }
}
