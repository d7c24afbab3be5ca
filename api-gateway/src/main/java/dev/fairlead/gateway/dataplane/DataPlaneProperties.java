package dev.fairlead.gateway.dataplane;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param stateDirectory where the last good plans and registrations are kept; absent: nowhere
 * @param observeEvery how often a data plane is read to find what another hand changed; also the ceiling of the backoff
 * @param refreshPlans how often the plans and registrations are read when nothing says that they changed
 * @param observeOnly names of configured data planes that are read and compared with the plans, and never changed
 * @param credentialsDirectory where the files are that registered data planes may name as credentials
 */
@ConfigurationProperties("fairlead.gateway")
record DataPlaneProperties(
        @Nullable Path stateDirectory,
        @DefaultValue("5s") Duration observeEvery,
        @DefaultValue("5s") Duration refreshPlans,
        @DefaultValue Set<String> observeOnly,
        @DefaultValue("/etc/fairlead/credentials") Path credentialsDirectory) {

    boolean observes(String dataPlane) {
        return observeOnly.contains(dataPlane);
    }
}
