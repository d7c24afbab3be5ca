package dev.fairlead.replication.writers;

import dev.fairlead.contracts.DatabaseName;
import dev.fairlead.contracts.Listing;
import dev.fairlead.replication.database.DatabaseCatalog;
import dev.fairlead.replication.sample.Fleet;
import dev.fairlead.replication.timeline.WriterPair;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

@RestController
class PairController {

    private final DatabaseCatalog catalog;
    private final Fleet fleet;

    PairController(DatabaseCatalog catalog, Fleet fleet) {
        this.catalog = catalog;
        this.fleet = fleet;
    }

    /** How far each member has what each other one wrote, by this region's samples; in order of sender and receiver. */
    @GetMapping("/v1/databases/{name}/pairs")
    Listing<WriterPair> pairs(@PathVariable String name) {
        DatabaseName database = DatabaseName.of(name);
        catalog.writers(database);
        return new Listing<>(fleet.pairs(database));
    }
}
