package dev.fairlead.replication.check;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.DatabaseName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.replication.DatabaseCheck;
import dev.fairlead.contracts.replication.DatabaseSpec;
import dev.fairlead.replication.ReplicationProperties;
import dev.fairlead.replication.check.rules.DatabaseFindings;
import dev.fairlead.replication.check.rules.PatroniReading;
import dev.fairlead.replication.check.rules.Reading;
import dev.fairlead.replication.check.rules.Right;
import dev.fairlead.replication.database.DatabaseCatalog;
import dev.fairlead.replication.patroni.PatroniCluster;
import dev.fairlead.replication.patroni.PatroniRest;
import dev.fairlead.replication.sample.Credentials;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

@RestController
class CheckController {

    /** What the role is called where the credentials do not say it. */
    private static final String ROLE = "fairlead";

    private final DatabaseCatalog catalog;
    private final Credentials credentials;
    private final PatroniRest patroni = new PatroniRest();

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
        Map<DataCenterName, PatroniReading> patronis = patronis(spec);
        return new DatabaseCheck(
                known,
                DatabaseFindings.of(spec, readings(spec, patronis), patronis),
                Right.statements(role(spec.credentials())));
    }

    private Map<DataCenterName, Reading> readings(DatabaseSpec spec, Map<DataCenterName, PatroniReading> patronis) {
        MemberReader reader = new MemberReader(spec, credentials);
        return ofEach(spec, member -> reader.read(address(member, patronis.get(member.dataCenter()))));
    }

    private Map<DataCenterName, PatroniReading> patronis(DatabaseSpec spec) {
        return spec.kind() == DatabaseSpec.Kind.PATRONI ? ofEach(spec, this::patroni) : Map.of();
    }

    private PatroniReading patroni(DatabaseSpec.Member member) {
        if (member.patroni().isEmpty()) {
            return new PatroniReading.Unnamed();
        }
        try {
            return new PatroniReading.Read(patroni.cluster(member.patroni()));
        } catch (IOException e) {
            return new PatroniReading.Unread(String.valueOf(e.getMessage()));
        }
    }

    /** Of a Patroni cluster its leader is read. */
    private static EndpointAddress address(DatabaseSpec.Member member, @Nullable PatroniReading reading) {
        if (reading instanceof PatroniReading.Read(PatroniCluster cluster)) {
            PatroniCluster.Leader leader = cluster.leader();
            return leader == null ? member.address() : leader.address();
        }
        return member.address();
    }

    private static <T> Map<DataCenterName, T> ofEach(DatabaseSpec spec, Function<DatabaseSpec.Member, T> question) {
        Map<DataCenterName, T> answers = new ConcurrentHashMap<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (DatabaseSpec.Member member : spec.members()) {
                threads.execute(() -> answers.put(member.dataCenter(), question.apply(member)));
            }
        }
        return answers;
    }

    private String role(String name) {
        try {
            return credentials.login(name).user();
        } catch (IOException e) {
            return ROLE;
        }
    }
}
