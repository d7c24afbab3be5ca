package dev.fairlead.health;

import dev.fairlead.contracts.RegionName;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who this vantage point is and whom it decides with.
 *
 * @param vantagePoint this process's region
 * @param quorum how many vantage points have to agree
 * @param peers the base URL of the health-service of each other region
 * @param keepTransitions how long history goes back; what an endpoint is now is kept whatever its age
 * @param maxOpenProbes most probes under way at once, each with a connection: past it probes wait, and late ones do not count
 */
@ConfigurationProperties("fairlead.health")
public record HealthProperties(
        @DefaultValue("local") RegionName vantagePoint,
        @DefaultValue("1") int quorum,
        @DefaultValue Map<RegionName, URI> peers,
        @DefaultValue("30d") Duration keepTransitions,
        @DefaultValue("2000") int maxOpenProbes) {

    public HealthProperties {
        peers = Map.copyOf(peers);
        if (peers.containsKey(vantagePoint)) {
            throw new IllegalArgumentException(
                    "fairlead.health.peers names %s, which is this vantage point itself".formatted(vantagePoint));
        }
        if (!keepTransitions.isPositive()) {
            throw new IllegalArgumentException("fairlead.health.keep-transitions is not positive");
        }
        if (maxOpenProbes < 1) {
            throw new IllegalArgumentException("fairlead.health.max-open-probes is below 1");
        }
    }
}
