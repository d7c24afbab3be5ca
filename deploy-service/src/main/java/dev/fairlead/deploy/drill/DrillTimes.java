package dev.fairlead.deploy.drill;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long a step of a drill may take before it has failed.
 *
 * @param order until one application's users have arrived elsewhere, or its writes are refused
 */
@ConfigurationProperties("fairlead.drill.within")
record DrillTimes(
        @DefaultValue("30s") Duration check,
        @DefaultValue("5m") Duration order,
        @DefaultValue("5m") Duration giveBack) {}
