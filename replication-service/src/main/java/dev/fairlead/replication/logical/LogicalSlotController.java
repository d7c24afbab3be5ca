package dev.fairlead.replication.logical;

import dev.fairlead.contracts.DatabaseName;
import dev.fairlead.contracts.Listing;
import dev.fairlead.replication.database.DatabaseCatalog;
import dev.fairlead.replication.sample.Fleet;
import dev.fairlead.replication.sample.LogicalSlot;
import dev.fairlead.service.problem.Problem;
import java.io.IOException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

@RestController
class LogicalSlotController {

    private final DatabaseCatalog catalog;
    private final Fleet fleet;

    LogicalSlotController(DatabaseCatalog catalog, Fleet fleet) {
        this.catalog = catalog;
        this.fleet = fleet;
    }

    /** In order of name; the primary is asked for each answer. */
    @GetMapping("/v1/databases/{name}/logical-slots")
    Listing<LogicalSlot> logicalSlots(@PathVariable String name) {
        DatabaseName database = DatabaseName.of(name);
        catalog.existing(database);
        try {
            return new Listing<>(fleet.logicalSlots(database));
        } catch (IOException e) {
            throw Problem.notReady("PRIMARY_AWAY", String.valueOf(e.getMessage()));
        }
    }
}
