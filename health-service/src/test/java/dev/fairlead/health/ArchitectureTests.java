package dev.fairlead.health;

import dev.fairlead.testing.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTests {

    @Test
    void keepsToTheRulesOfEveryService() {
        ArchitectureRules.of("dev.fairlead.health")
                .deciders(
                        "dev.fairlead.health.observe..", "dev.fairlead.health.quorum..", "dev.fairlead.health.share..")
                .noCycles()
                .noEntityOnTheWire();
    }
}
