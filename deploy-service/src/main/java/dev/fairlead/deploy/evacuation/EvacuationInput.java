package dev.fairlead.deploy.evacuation;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.deploy.EvacuationSpec;
import java.util.List;

/**
 * An evacuation as it is stored with its run.
 *
 * @param applications those with a pool there, in the order in which they go
 */
record EvacuationInput(EvacuationSpec spec, List<ApplicationName> applications) {

    EvacuationInput {
        applications = List.copyOf(applications);
    }
}
