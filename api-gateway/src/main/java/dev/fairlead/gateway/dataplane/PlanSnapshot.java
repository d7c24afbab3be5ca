package dev.fairlead.gateway.dataplane;

import dev.fairlead.contracts.Listing;
import dev.fairlead.contracts.traffic.RoutingPlan;
import java.nio.file.Path;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The last good plans on disk, so that a gateway that starts while nobody else answers still serves them. */
final class PlanSnapshot extends ListSnapshot<RoutingPlan> {

    PlanSnapshot(Path directory, JsonMapper json) {
        super(directory.resolve("plans.json"), json, new TypeReference<Listing<RoutingPlan>>() {});
    }
}
