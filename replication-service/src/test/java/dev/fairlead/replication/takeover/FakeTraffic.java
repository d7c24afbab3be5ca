package dev.fairlead.replication.takeover;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.DatabaseName;
import dev.fairlead.contracts.Listing;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.Resource;
import dev.fairlead.contracts.traffic.ApplicationSpec;
import dev.fairlead.contracts.traffic.DataCenterSpec;
import dev.fairlead.contracts.traffic.Location;
import dev.fairlead.contracts.traffic.OverrideRequest;
import dev.fairlead.contracts.traffic.PlanListing;
import dev.fairlead.contracts.traffic.Preview;
import dev.fairlead.contracts.traffic.RestoreRequest;
import dev.fairlead.contracts.traffic.RoutingOverride;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.ServingMode;
import dev.fairlead.contracts.traffic.Standing;
import dev.fairlead.contracts.traffic.TrafficApi;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.client.ResourceAccessException;

/**
 * A traffic-service that obeys read-only orders of runs and sends writes to the primary; at first it knows no application.
 * Whatever else is asked of it is a fault of the test.
 */
final class FakeTraffic implements TrafficApi {

    final List<Resource<ApplicationSpec>> applications = new CopyOnWriteArrayList<>();

    /** In force, by their ids. */
    final Map<String, OverrideRequest> orders = new ConcurrentHashMap<>();

    /** As the traffic-service knows it. */
    volatile DataCenterName primary = Trio.EAST;

    volatile boolean away;

    /** @param database absent: none */
    void add(String name, @Nullable String database, String... needs) {
        List<ApplicationSpec.Pool> pools = Stream.of(Trio.EAST, Trio.WEST)
                .map(where -> new ApplicationSpec.Pool(where, List.of(Trio.address(8080))))
                .toList();
        @SuppressWarnings("NullAway") // what is absent has a default
        ApplicationSpec spec = new ApplicationSpec(
                name + ".test",
                null,
                pools,
                null,
                null,
                database == null ? null : new ApplicationSpec.DataNeeds(DatabaseName.of(database), 1_000L),
                Stream.of(needs).map(ApplicationName::of).toList(),
                null);
        applications.add(new Resource<>("Application", new Resource.Metadata(name, 1L), spec));
    }

    private void answers() {
        if (away) {
            throw new ResourceAccessException("nobody there");
        }
    }

    @Override
    public Listing<Resource<ApplicationSpec>> applications() {
        answers();
        return new Listing<>(applications);
    }

    @Override
    public Listing<Resource<DataCenterSpec>> dataCenters() {
        answers();
        return new Listing<>(Stream.of(Trio.EAST, Trio.WEST)
                .map(name -> new Resource<>(
                        "DataCenter",
                        new Resource.Metadata(name.value(), 1L),
                        new DataCenterSpec(RegionName.of("local"), new Location(0, 0))))
                .toList());
    }

    @Override
    public ResponseEntity<PlanListing> plans(@Nullable String known) {
        throw unexpected();
    }

    @Override
    public RoutingPlan plan(String application) {
        answers();
        boolean closed = isClosed(application, primary);
        List<Standing> standings = Stream.of(Trio.EAST, Trio.WEST)
                .map(where -> new Standing(
                        where,
                        Standing.State.SERVING,
                        closed || isClosed(application, where) ? ServingMode.READ_ONLY : ServingMode.READ_WRITE,
                        List.of(),
                        Instant.EPOCH,
                        "HEALTHY",
                        "as the test has it",
                        false))
                .toList();
        return new RoutingPlan(
                ApplicationName.of(application),
                application + ".test",
                5,
                1,
                Instant.EPOCH,
                null,
                List.of(),
                standings,
                closed ? null : primary);
    }

    private boolean isClosed(String application, DataCenterName where) {
        return orders.values().stream()
                .anyMatch(order -> ApplicationName.of(application).equals(order.application())
                        && (order.dataCenter() == null || order.dataCenter().equals(where)));
    }

    @Override
    public RoutingOverride override(String id, String run, long epoch, OverrideRequest request) {
        answers();
        if (request.kind() != RoutingOverride.Kind.READ_ONLY || !request.equals(orders.getOrDefault(id, request))) {
            throw unexpected();
        }
        orders.put(id, request);
        return new RoutingOverride(
                id,
                request.kind(),
                request.application(),
                request.dataCenter(),
                request.reason(),
                "replication-service",
                Instant.EPOCH,
                Instant.EPOCH.plusSeconds(60L * request.minutes()));
    }

    @Override
    public RoutingOverride override(
            String id, String run, long epoch, List<String> force, String forceReason, OverrideRequest request) {
        throw unexpected();
    }

    @Override
    public Preview<RoutingOverride> previewOverride(String id, OverrideRequest request) {
        throw unexpected();
    }

    @Override
    public Preview<Map<String, Object>> previewRestore(RestoreRequest request) {
        throw unexpected();
    }

    @Override
    public void restore(RestoreRequest request) {
        throw unexpected();
    }

    @Override
    public void endOverride(String id, String run, long epoch) {
        answers();
        orders.remove(id);
    }

    private static AssertionError unexpected() {
        return new AssertionError("nobody asks for that in a move");
    }
}
