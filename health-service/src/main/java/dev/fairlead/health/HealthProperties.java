package dev.fairlead.health;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How this vantage point probes and decides.
 *
 * @param quorum how many vantage points have to agree
 * @param keepTransitions how long history goes back, of verdicts and of probes; what an endpoint is now is kept whatever its age
 * @param maxOpenProbes most probes under way at once, each with a connection: past it probes wait, and late ones do not count
 * @param tlsBundle the SSL bundle whose truststore says which endpoints are believed; absent: the JVM's
 */
@ConfigurationProperties("fairlead.health")
public record HealthProperties(
        @DefaultValue("1") int quorum,
        @DefaultValue("30d") Duration keepTransitions,
        @DefaultValue("2000") int maxOpenProbes,
        @Nullable String tlsBundle) {

    public HealthProperties {
        if (!keepTransitions.isPositive()) {
            throw new IllegalArgumentException("fairlead.health.keep-transitions is not positive");
        }
        if (maxOpenProbes < 1) {
            throw new IllegalArgumentException("fairlead.health.max-open-probes is below 1");
        }
    }
}
