package dev.fairlead.service;

import java.nio.file.Path;
import java.util.Objects;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * @param serviceTokenFile file with the secret that the services share
 * @param callers who may call: other services (the default), or operators, whom the gateway checks itself
 * @param maxBody largest request body
 * @param exitWithParent end the process when standard input closes, so that nothing outlives whoever started it
 */
@ConfigurationProperties("fairlead")
public record ServiceProperties(
        Path serviceTokenFile,
        @DefaultValue("SERVICES") Callers callers,
        @DefaultValue("1MB") DataSize maxBody,
        @DefaultValue("false") boolean exitWithParent) {

    public ServiceProperties {
        Objects.requireNonNull(
                serviceTokenFile, "fairlead.service-token-file is not set: the file with the services' token");
    }

    /** Who may call. */
    public enum Callers {
        SERVICES,
        OPERATORS
    }
}
