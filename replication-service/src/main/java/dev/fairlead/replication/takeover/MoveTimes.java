package dev.fairlead.replication.takeover;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long a step of a takeover or a switchover may take before it has failed.
 *
 * @param check of what is looked at only
 * @param fence longer than the longest write lease
 * @param act of what is done to members by SQL
 * @param route until applications write to the new primary
 * @param rebuild of the old primary once its server can be reached, a new copy included
 */
@ConfigurationProperties("fairlead.takeover.within")
record MoveTimes(
        @DefaultValue("1m") Duration check,
        @DefaultValue("15m") Duration fence,
        @DefaultValue("2m") Duration act,
        @DefaultValue("5m") Duration route,
        @DefaultValue("12h") Duration rebuild) {}
