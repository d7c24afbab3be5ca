package dev.fairlead.replication;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param credentialsDirectory holds a file for each name of credentials, with lines {@code user=} and {@code password=}
 * @param allowLoopback whether members may have loopback addresses: for a demo on one machine only
 */
@ConfigurationProperties("fairlead.replication")
public record ReplicationProperties(
        @DefaultValue("credentials") Path credentialsDirectory,
        @DefaultValue("false") boolean allowLoopback) {}
