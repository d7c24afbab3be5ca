package dev.fairlead.replication.takeover;

import dev.fairlead.contracts.DatabaseName;
import dev.fairlead.contracts.Listing;
import dev.fairlead.contracts.replication.LostWrites;
import dev.fairlead.replication.database.DatabaseCatalog;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Shows what moves lost, for those who reconcile it. */
@RestController
class LossController {

    private final DatabaseCatalog catalog;
    private final Losses losses;

    LossController(DatabaseCatalog catalog, Losses losses) {
        this.catalog = catalog;
        this.losses = losses;
    }

    /** The newest first, one for each move whose old primary was rebuilt here. */
    @GetMapping("/v1/databases/{name}/lost-writes")
    Listing<LostWrites> lostWrites(@PathVariable String name) {
        DatabaseName database = DatabaseName.of(name);
        catalog.existing(database);
        return new Listing<>(losses.of(database));
    }
}
