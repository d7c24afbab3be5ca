package dev.fairlead.replication.check;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.DatabaseName;
import dev.fairlead.contracts.replication.DatabaseCheck;
import dev.fairlead.contracts.replication.DatabaseSpec;
import dev.fairlead.replication.ReplicationProperties;
import dev.fairlead.replication.check.rules.DatabaseFindings;
import dev.fairlead.replication.check.rules.Reading;
import dev.fairlead.replication.check.rules.Right;
import dev.fairlead.replication.database.DatabaseCatalog;
import dev.fairlead.replication.sample.Credentials;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

@RestController
class CheckController {

    /** What the role is called where the credentials do not say it. */
    private static final String ROLE = "fairlead";

    private final DatabaseCatalog catalog;
    private final Credentials credentials;

    CheckController(DatabaseCatalog catalog, ReplicationProperties properties) {
        this.catalog = catalog;
        this.credentials = new Credentials(properties.credentialsDirectory());
    }

    /** Reads all members at once; one that does not answer is a finding. */
    @GetMapping("/v1/databases/{name}/check")
    DatabaseCheck check(@PathVariable String name) {
        DatabaseName known = DatabaseName.of(name);
        DatabaseSpec spec = catalog.find(known)
                .orElseThrow(() -> DatabaseCatalog.unknown(known))
                .spec();
        return new DatabaseCheck(
                known, DatabaseFindings.of(spec, readings(spec)), Right.statements(role(spec.credentials())));
    }

    private Map<DataCenterName, Reading> readings(DatabaseSpec spec) {
        MemberReader reader = new MemberReader(spec, credentials);
        Map<DataCenterName, Reading> readings = new ConcurrentHashMap<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (DatabaseSpec.Member member : spec.members()) {
                threads.execute(() -> readings.put(member.dataCenter(), reader.read(member.address())));
            }
        }
        return readings;
    }

    private String role(String name) {
        try {
            return credentials.login(name).user();
        } catch (IOException e) {
            return ROLE;
        }
    }
}
