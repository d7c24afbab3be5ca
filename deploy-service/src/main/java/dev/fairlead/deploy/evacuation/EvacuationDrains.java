package dev.fairlead.deploy.evacuation;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.traffic.RoutingOverride;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** The names of an evacuation's drains: the same for every run, so that the run back finds them. */
final class EvacuationDrains {

    private EvacuationDrains() {}

    static String id(DataCenterName dataCenter, ApplicationName application) {
        String text = dataCenter + "/" + application;
        return RoutingOverride.EVACUATION + UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8));
    }
}
