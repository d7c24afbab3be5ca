package dev.fairlead.replication.join;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.DatabaseName;
import dev.fairlead.contracts.Listing;
import dev.fairlead.contracts.replication.DatabaseMember;
import dev.fairlead.contracts.replication.DatabaseMember.Stage;
import dev.fairlead.contracts.replication.Freshness;
import dev.fairlead.contracts.replication.MemberRole;
import dev.fairlead.replication.database.DatabaseCatalog;
import dev.fairlead.replication.sample.Fleet;
import dev.fairlead.replication.timeline.Finding;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

@RestController
class MemberController {

    private final DatabaseCatalog catalog;
    private final Joinings joinings;
    private final Fleet fleet;

    MemberController(DatabaseCatalog catalog, Joinings joinings, Fleet fleet) {
        this.catalog = catalog;
        this.joinings = joinings;
        this.fleet = fleet;
    }

    /** In the order of the resource. */
    @GetMapping("/v1/databases/{name}/members")
    Listing<DatabaseMember> members(@PathVariable String name) {
        DatabaseName database = DatabaseName.of(name);
        Map<Place, Joinings.Row> rows = joinings.all();
        Map<DataCenterName, Freshness> seen = fleet.findings().stream()
                .map(Finding::freshness)
                .filter(member -> member.database().equals(database))
                .collect(Collectors.toMap(Freshness::dataCenter, member -> member));
        return new Listing<>(catalog.existing(database).spec().members().stream()
                .map(member -> new Place(database, member.dataCenter()))
                .map(place -> member(place, rows.get(place), seen.get(place.dataCenter())))
                .toList());
    }

    private static DatabaseMember member(Place place, Joinings.@Nullable Row row, @Nullable Freshness seen) {
        if (row != null) {
            DatabaseMember.Copied copied = row.copied().ofBytes() == 0 ? null : row.copied();
            return new DatabaseMember(
                    place.database(), place.dataCenter(), row.joining().stage(), copied, row.reason());
        }
        boolean heard = seen != null && seen.role() != MemberRole.UNKNOWN;
        return new DatabaseMember(
                place.database(),
                place.dataCenter(),
                heard ? Stage.MEMBER : Stage.UNKNOWN,
                null,
                seen == null ? "it was not asked yet" : seen.reason());
    }
}
