package dev.fairlead.replication.takeover;

import dev.fairlead.contracts.DatabaseName;
import dev.fairlead.contracts.Listing;
import dev.fairlead.contracts.replication.LostWrites;
import dev.fairlead.replication.database.DatabaseCatalog;
import java.nio.charset.StandardCharsets;
import org.springframework.core.io.FileSystemResource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Shows what moves lost, for those who reconcile it. */
@RestController
class LossController {

    private static final MediaType CSV = new MediaType("text", "csv", StandardCharsets.UTF_8);

    private final DatabaseCatalog catalog;
    private final Losses losses;
    private final LostRowFiles rows;

    LossController(DatabaseCatalog catalog, Losses losses, LostRowFiles rows) {
        this.catalog = catalog;
        this.losses = losses;
        this.rows = rows;
    }

    /** The newest first, one for each move whose old primary was rebuilt here. */
    @GetMapping("/v1/databases/{name}/lost-writes")
    Listing<LostWrites> lostWrites(@PathVariable String name) {
        DatabaseName database = DatabaseName.of(name);
        catalog.existing(database);
        return new Listing<>(losses.of(database));
    }

    /** The rows of one table as comma-separated values; from the service beside the old primary only. */
    @GetMapping("/v1/databases/{name}/lost-writes/{run}/rows/{file}")
    ResponseEntity<FileSystemResource> rows(
            @PathVariable String name, @PathVariable String run, @PathVariable String file) {
        DatabaseName database = DatabaseName.of(name);
        return ResponseEntity.ok()
                .contentType(CSV)
                .cacheControl(CacheControl.noStore())
                .body(new FileSystemResource(
                        rows.find(database, catalog.existing(database).spec(), run, file)));
    }
}
