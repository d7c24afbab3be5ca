package dev.fairlead.service.region;

import dev.fairlead.contracts.RegionName;
import dev.fairlead.service.problem.Problem;
import java.net.URI;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The regions of the control plane, as this process is told of them.
 *
 * @param region this process's own, which is also the name of its vantage point and stands in what it says on the bus
 * @param peers the base URL of the same service in each other region
 */
@ConfigurationProperties("fairlead")
public record RegionProperties(
        @DefaultValue("local") RegionName region,
        @DefaultValue Map<RegionName, URI> peers) {

    public RegionProperties {
        peers = Map.copyOf(peers);
        if (peers.containsKey(region)) {
            throw new IllegalArgumentException(
                    "fairlead.peers names %s, which is this region itself".formatted(region));
        }
        peers.forEach((name, url) -> {
            if (!("http".equals(url.getScheme()) || "https".equals(url.getScheme())) || url.getHost() == null) {
                throw new IllegalArgumentException(
                        "fairlead.peers.%s is not a URL such as https://west.example:8443".formatted(name));
            }
        });
    }

    /** Refuses who believes to ask another region: counted as that one, this one would be heard twice. */
    public void requireOwn(RegionName asked) {
        if (!asked.equals(region)) {
            throw Problem.notFound("NOT_THIS_REGION", "this is region %s, not %s".formatted(region, asked));
        }
    }
}
