package dev.fairlead.replication.takeover;

import dev.fairlead.contracts.Listing;
import dev.fairlead.contracts.Resource;
import dev.fairlead.contracts.traffic.ApplicationSpec;
import dev.fairlead.contracts.traffic.DataCenterSpec;
import dev.fairlead.contracts.traffic.OverrideRequest;
import dev.fairlead.contracts.traffic.PlanListing;
import dev.fairlead.contracts.traffic.Preview;
import dev.fairlead.contracts.traffic.RestoreRequest;
import dev.fairlead.contracts.traffic.RoutingOverride;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.TrafficApi;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;

/** A traffic-service that knows no application; whatever else is asked of it is a fault of the test. */
final class FakeTraffic implements TrafficApi {

    @Override
    public Listing<Resource<ApplicationSpec>> applications() {
        return new Listing<>(List.of());
    }

    @Override
    public Listing<Resource<DataCenterSpec>> dataCenters() {
        throw unexpected();
    }

    @Override
    public ResponseEntity<PlanListing> plans(@Nullable String known) {
        throw unexpected();
    }

    @Override
    public RoutingPlan plan(String application) {
        throw unexpected();
    }

    @Override
    public RoutingOverride override(String id, String run, long epoch, OverrideRequest request) {
        throw unexpected();
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
        throw unexpected();
    }

    private static AssertionError unexpected() {
        return new AssertionError("nobody asks for that in a move");
    }
}
