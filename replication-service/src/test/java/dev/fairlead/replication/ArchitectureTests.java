package dev.fairlead.replication;

import dev.fairlead.testing.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTests {

    @Test
    void theTimelineTheMergeAndTheRulesArePureAndFeaturesHaveNoCycles() {
        ArchitectureRules.of("dev.fairlead.replication")
                .deciders(
                        "dev.fairlead.replication.timeline..",
                        "dev.fairlead.replication.merge..",
                        "dev.fairlead.replication.check.rules..",
                        "dev.fairlead.replication.takeover.rule..",
                        "dev.fairlead.replication.join.rule..")
                .noCycles()
                .noEntityOnTheWire();
    }
}
