package dev.fairlead.deploy;

import dev.fairlead.testing.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTests {

    @Test
    void gatesArePureAndFeaturesStayApart() {
        ArchitectureRules.of("dev.fairlead.deploy")
                .deciders(
                        "dev.fairlead.deploy.gate..",
                        "dev.fairlead.deploy.drill.rule..",
                        "dev.fairlead.deploy.drill.report..")
                .noCycles()
                .noEntityOnTheWire();
    }
}
