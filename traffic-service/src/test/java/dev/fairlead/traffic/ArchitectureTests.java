package dev.fairlead.traffic;

import dev.fairlead.testing.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTests {

    @Test
    void keepsDecisionsPureAndFeaturesApart() {
        ArchitectureRules.of("dev.fairlead.traffic")
                .deciders("dev.fairlead.traffic.steering..")
                .noCycles()
                .noEntityOnTheWire();
    }
}
