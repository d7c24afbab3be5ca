package dev.fairlead.deploy.evacuation;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.DatabaseName;
import dev.fairlead.contracts.Resource;
import dev.fairlead.contracts.replication.DatabaseCheck;
import dev.fairlead.contracts.replication.DatabaseSpec;
import dev.fairlead.contracts.replication.Freshness;
import dev.fairlead.contracts.replication.MemberRole;
import dev.fairlead.contracts.replication.ReplicationApi;
import dev.fairlead.contracts.replication.SwitchoverApi;
import dev.fairlead.contracts.traffic.ApplicationSpec;
import dev.fairlead.contracts.traffic.ApplicationSpec.DataNeeds;
import dev.fairlead.contracts.traffic.DatabaseOrder;
import dev.fairlead.contracts.traffic.TrafficApi;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClientException;

/** Which databases have their primary in a data center, and where it can go, as the replication-service tells. */
@Component
final class Primaries {

    /** What the check of a database finds where no switchover can come to its end. */
    private static final Set<String> DISABLING = Set.of(
            "ROLE_SEAL", "ROLE_RELOAD", "ROLE_PROMOTE", "ROLE_READ_ONLY", "ROLE_END_SESSIONS", "VERSION_TOO_OLD");

    private final ReplicationApi replication;
    private final SwitchoverApi switchovers;
    private final TrafficApi traffic;

    Primaries(ReplicationApi replication, SwitchoverApi switchovers, TrafficApi traffic) {
        this.replication = replication;
        this.switchovers = switchovers;
        this.traffic = traffic;
    }

    /**
     * The databases with their primary there, what most applications need first. While nobody tells, all those of applications
     * there: an evacuation need not wait for the replication-service to be started.
     */
    List<DatabaseName> in(DataCenterName dataCenter) {
        List<Resource<ApplicationSpec>> applications = traffic.applications().items();
        return found(dataCenter, applications)
                .distinct()
                .sorted(DatabaseOrder.of(applications))
                .toList();
    }

    private Stream<DatabaseName> found(DataCenterName dataCenter, List<Resource<ApplicationSpec>> applications) {
        try {
            List<DatabaseName> there = replication.freshness().items().stream()
                    .filter(member -> member.role() == MemberRole.PRIMARY
                            && member.dataCenter().equals(dataCenter))
                    .map(Freshness::database)
                    .toList();
            return successions(there, dataCenter).entrySet().stream()
                    .filter(database -> !(database.getValue() instanceof Succession.Elsewhere))
                    .map(Map.Entry::getKey);
        } catch (RestClientException e) {
            return applications.stream()
                    .map(Resource::spec)
                    .filter(spec -> spec.pools().stream()
                            .anyMatch(pool -> pool.dataCenter().equals(dataCenter)))
                    .map(ApplicationSpec::data)
                    .filter(Objects::nonNull)
                    .map(DataNeeds::database);
        }
    }

    /** Where each of them goes, in their order. */
    SequencedMap<DatabaseName, Succession> successions(Collection<DatabaseName> databases, DataCenterName leaving) {
        SequencedMap<DatabaseName, Succession> all = new LinkedHashMap<>();
        if (databases.isEmpty()) {
            return all;
        }
        Map<String, DatabaseSpec> specs = switchovers.databases().items().stream()
                .collect(Collectors.toMap(database -> database.metadata().name(), Resource::spec));
        Map<DatabaseName, List<Freshness>> members =
                replication.freshness().items().stream().collect(Collectors.groupingBy(Freshness::database));
        for (DatabaseName database : databases) {
            all.put(
                    database,
                    Succession.of(specs.get(database.value()), members.getOrDefault(database, List.of()), leaving));
        }
        return all;
    }

    /** The same, after a look at the servers; while nobody tells, none can be moved. */
    SequencedMap<DatabaseName, Succession> examined(Collection<DatabaseName> databases, DataCenterName leaving) {
        try {
            SequencedMap<DatabaseName, Succession> all = successions(databases, leaving);
            all.replaceAll((database, next) -> next instanceof Succession.To ? examined(database, next) : next);
            return all;
        } catch (RestClientException e) {
            SequencedMap<DatabaseName, Succession> none = new LinkedHashMap<>();
            Succession unknown = new Succession.Nobody("the replication-service does not answer: " + e.getMessage());
            databases.forEach(database -> none.put(database, unknown));
            return none;
        }
    }

    private Succession examined(DatabaseName database, Succession next) {
        String disabling = switchovers.check(database.value()).findings().stream()
                .map(DatabaseCheck.Finding::code)
                .filter(DISABLING::contains)
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
        return disabling.isEmpty()
                ? next
                : new Succession.Nobody(
                        "Fairlead may not move it: %s (fairlead database check %s)".formatted(disabling, database));
    }

    /** Where this one goes. */
    Succession succession(DatabaseName database, DataCenterName leaving) {
        return Objects.requireNonNull(successions(List.of(database), leaving).get(database));
    }
}
