package dev.fairlead.service.region;

import java.net.URI;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the replicas of this service in this region are.
 *
 * @param replicas a URL whose host resolves to the addresses of all of them, such as that of a headless Service, or one URL
 *     for each; this process's own may be among them. Empty: there is only this one
 */
@ConfigurationProperties("fairlead")
record ReplicaProperties(@DefaultValue List<URI> replicas) {

    ReplicaProperties {
        replicas = List.copyOf(replicas);
        replicas.forEach(url -> {
            if (!("http".equals(url.getScheme()) || "https".equals(url.getScheme())) || url.getHost() == null) {
                throw new IllegalArgumentException(
                        "fairlead.replicas has %s, which is not a URL such as http://replicas.example:8081"
                                .formatted(url));
            }
        });
    }
}
