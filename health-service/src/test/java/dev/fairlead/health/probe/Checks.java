package dev.fairlead.health.probe;

import dev.fairlead.contracts.traffic.HealthCheck;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Checks as an operator writes them. */
final class Checks {

    private static final YAMLMapper YAML = YAMLMapper.shared();

    private Checks() {}

    static HealthCheck of(String yaml) {
        return YAML.readValue(yaml, HealthCheck.class);
    }
}
