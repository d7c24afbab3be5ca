package dev.fairlead.deploy.evacuation;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long a step of an evacuation may take before it has failed.
 *
 * @param freeze until the rollouts under way have given back what they had drained
 * @param primary of one database, until applications write to the new one; the questions of its switchover included
 * @param drain of one application, cached answers included
 */
@ConfigurationProperties("fairlead.evacuation.within")
record EvacuationTimes(
        @DefaultValue("30s") Duration check,
        @DefaultValue("15m") Duration freeze,
        @DefaultValue("5m") Duration drain,
        @DefaultValue("5m") Duration giveBack,
        @DefaultValue("15m") Duration primary) {}
