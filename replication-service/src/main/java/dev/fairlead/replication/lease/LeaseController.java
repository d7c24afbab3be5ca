package dev.fairlead.replication.lease;

import dev.fairlead.contracts.DatabaseName;
import dev.fairlead.contracts.replication.WriteLeaseStatus;
import dev.fairlead.replication.database.DatabaseCatalog;
import dev.fairlead.service.problem.Problem;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

@RestController
class LeaseController {

    private final DatabaseCatalog catalog;
    private final StoredLeases leases;
    private final LeaseKeepers keepers;

    LeaseController(DatabaseCatalog catalog, StoredLeases leases, LeaseKeepers keepers) {
        this.catalog = catalog;
        this.leases = leases;
        this.keepers = keepers;
    }

    @GetMapping("/v1/databases/{name}/lease")
    WriteLeaseStatus lease(@PathVariable String name) {
        DatabaseName database = DatabaseName.of(name);
        if (!catalog.specs().containsKey(database)) {
            throw Problem.notFound("UNKNOWN_DATABASE", "there is no database " + database);
        }
        return leases.find(database).map(LeaseController::status).orElseGet(() -> none(database));
    }

    private static WriteLeaseStatus status(StoredLease stored) {
        WriteLease lease = stored.lease();
        return new WriteLeaseStatus(
                lease.database(),
                lease.holder(),
                lease.epoch(),
                Math.max(0, stored.left().toMillis()),
                lease.revoked(),
                lease.fencedAt(),
                sentence(stored));
    }

    private static String sentence(StoredLease stored) {
        WriteLease lease = stored.lease();
        if (lease.fencedAt() != null) {
            return "%s told that it is fenced".formatted(lease.holder());
        }
        if (stored.left().isNegative()) {
            return "%s no longer renews: that by itself does not say that it is fenced".formatted(lease.holder());
        }
        return lease.revoked()
                ? "revoked: %s has not told that it is fenced".formatted(lease.holder())
                : "%s may write".formatted(lease.holder());
    }

    private WriteLeaseStatus none(DatabaseName database) {
        String reason = keepers.reason(database)
                .orElse("no member is under local control of this service: nothing here fences its primary");
        return new WriteLeaseStatus(database, null, null, null, false, null, reason);
    }
}
