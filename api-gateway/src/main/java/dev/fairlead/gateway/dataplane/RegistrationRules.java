package dev.fairlead.gateway.dataplane;

import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.traffic.DataPlaneSpec;
import dev.fairlead.service.problem.Problem;
import java.util.Set;

/** What can be registered as a data plane. Only a gateway knows the kinds, so it checks before the traffic-service stores. */
public final class RegistrationRules {

    private final DataPlaneKinds kinds;
    private final Set<String> configured;
    private final RegionName region;

    /** @param configured names of the data planes that this gateway has by its configuration */
    RegistrationRules(DataPlaneKinds kinds, Set<String> configured, RegionName region) {
        this.kinds = kinds;
        this.configured = Set.copyOf(configured);
        this.region = region;
    }

    /** Throws a {@link Problem} that names what is wrong. */
    public void admit(String name, DataPlaneSpec spec) {
        if (spec.region().equals(region) && isConfigured(name)) {
            throw Problem.conflict(
                    "CONFIGURED",
                    "a data plane %s is in the configuration of this region's gateways: take it out there, or choose another name"
                            .formatted(name));
        }
        kinds.admit(spec);
    }

    public boolean isConfigured(String name) {
        return configured.contains(name);
    }
}
