package dev.fairlead.replication.database;

import dev.fairlead.contracts.DatabaseName;
import dev.fairlead.contracts.Listing;
import dev.fairlead.contracts.Resource;
import dev.fairlead.contracts.replication.DatabaseSpec;
import dev.fairlead.replication.ReplicationProperties;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/v1/databases")
class DatabaseController {

    private final DatabaseCatalog catalog;
    private final DatabaseRules rules;

    DatabaseController(DatabaseCatalog catalog, ReplicationProperties properties) {
        this.catalog = catalog;
        this.rules = new DatabaseRules(properties.allowLoopback());
    }

    @GetMapping
    Listing<Resource<DatabaseSpec>> list() {
        return new Listing<>(catalog.resources());
    }

    @GetMapping("/{name}")
    ResponseEntity<Resource<DatabaseSpec>> get(@PathVariable String name) {
        return answer(HttpStatus.OK, catalog.existing(DatabaseName.of(name)));
    }

    @PutMapping(
            path = "/{name}",
            consumes = {MediaType.APPLICATION_JSON_VALUE, MediaType.APPLICATION_YAML_VALUE})
    ResponseEntity<Resource<DatabaseSpec>> put(
            @PathVariable String name,
            @RequestBody Resource<DatabaseSpec> resource,
            @RequestParam(defaultValue = "false") boolean dryRun,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        rules.check(name, resource);
        if (dryRun) {
            return answer(HttpStatus.OK, catalog.preview(DatabaseName.of(name), resource.spec(), ifMatch));
        }
        DatabaseCatalog.Put put = catalog.put(DatabaseName.of(name), resource.spec(), ifMatch);
        return answer(put.created() ? HttpStatus.CREATED : HttpStatus.OK, put.resource());
    }

    @DeleteMapping("/{name}")
    ResponseEntity<Void> delete(
            @PathVariable String name,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        catalog.delete(DatabaseName.of(name), ifMatch);
        return ResponseEntity.noContent().build();
    }

    private static ResponseEntity<Resource<DatabaseSpec>> answer(HttpStatus status, Resource<DatabaseSpec> resource) {
        return ResponseEntity.status(status)
                .eTag(DatabaseCatalog.etag(resource.metadata().generation()))
                .body(resource);
    }
}
