package dev.fairlead.deploy.evacuation;

import static java.util.Objects.requireNonNullElse;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DatabaseName;
import dev.fairlead.contracts.deploy.EvacuationSpec;
import java.util.List;

/**
 * An evacuation as it is stored with its run.
 *
 * @param applications those with a pool there, in the order in which they go
 * @param databases those with their primary there, in the order in which they are moved
 */
record EvacuationInput(EvacuationSpec spec, List<ApplicationName> applications, List<DatabaseName> databases) {

    EvacuationInput {
        applications = List.copyOf(applications);
        databases = List.copyOf(requireNonNullElse(databases, List.of())); // what older versions stored
    }
}
