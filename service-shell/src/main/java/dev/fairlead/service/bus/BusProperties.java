package dev.fairlead.service.bus;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The bus and who this service is on it.
 *
 * @param url a JDBC URL of PostgreSQL, in which several hosts may stand, or NATS servers by comma, the region's own first
 * @param user role of the database or user of the NATS server; empty: the certificate of the connection says it
 * @param credentialsFile JWT and key for NATS servers that know no users by password
 * @param sslBundle what a {@code tls://} bus shows and trusts; absent: what the JVM trusts. When the bundle is reloaded
 *     the bus connects anew
 */
@ConfigurationProperties("fairlead.bus")
public record BusProperties(
        @DefaultValue("") String url,
        @DefaultValue("") String user,
        @DefaultValue("") String password,
        @Nullable Path credentialsFile,
        @Nullable String sslBundle) {}
