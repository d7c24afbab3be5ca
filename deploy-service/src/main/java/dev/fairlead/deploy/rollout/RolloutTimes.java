package dev.fairlead.deploy.rollout;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long a step may take before it has failed.
 *
 * @param check from the first check on; an application needs its time to start
 */
@ConfigurationProperties("fairlead.deploy.within")
record RolloutTimes(
        @DefaultValue("60s") Duration drain,
        @DefaultValue("10m") Duration install,
        @DefaultValue("30s") Duration check,
        @DefaultValue("60s") Duration restore) {}
