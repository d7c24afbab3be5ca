package dev.fairlead.gateway.geo;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** @param database MMDB file in MaxMind's country or city schema; absent: nobody's place is known */
@ConfigurationProperties("fairlead.geo")
record GeoProperties(@Nullable Path database) {}
