package dev.fairlead.gateway.nginx;

import static dev.fairlead.contracts.InvalidFieldException.required;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.InvalidFieldException;
import dev.fairlead.gateway.choice.Clientele;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One nginx under {@code fairlead.data-planes.nginx.<name>}, on the gateway's own machine.
 *
 * @param directory where {@code fairlead.conf} is generated
 * @param applications what it serves; each gets a variable, also while it has no plan
 * @param place whose users it serves, where no network tells; default: everyone
 * @param statusAddress of this machine where nginx tells its version, and refuses what it has to; default 127.0.0.1:8099
 * @param process how the server is reached
 * @param shared whether other gateways generate the same file; default true
 */
record NginxSettings(
        Path directory,
        List<ApplicationName> applications,
        Clientele place,
        EndpointAddress statusAddress,
        Process process,
        boolean shared) {

    NginxSettings {
        applications = applications.stream().distinct().sorted().toList();
        if (applications.isEmpty()) {
            throw new InvalidFieldException("applications", "applications is required");
        }
    }

    /**
     * The server's process.
     *
     * @param configuration its main file
     * @param reload a command to use instead of a signal to the process in the pid file; empty: none
     */
    record Process(String binary, Path configuration, Path pidFile, List<String> reload) {

        Process {
            reload = List.copyOf(reload);
        }
    }

    /** What is configured. */
    record Properties(
            @Nullable Path directory,
            @Nullable List<ApplicationName> applications,
            @Nullable Clientele place,
            @Nullable EndpointAddress statusAddress,
            @Nullable String binary,
            @Nullable Path configuration,
            @Nullable Path pidFile,
            @Nullable List<String> reload,
            @Nullable Boolean shared) {

        NginxSettings withDefaults() {
            return new NginxSettings(
                    required(directory, "directory"),
                    Objects.requireNonNullElse(applications, List.of()),
                    Objects.requireNonNullElse(place, Clientele.ANYWHERE),
                    Objects.requireNonNullElse(statusAddress, new EndpointAddress("127.0.0.1", 8_099)),
                    new Process(
                            Objects.requireNonNullElse(binary, "/usr/sbin/nginx"),
                            Objects.requireNonNullElse(configuration, Path.of("/etc/nginx/nginx.conf")),
                            Objects.requireNonNullElse(pidFile, Path.of("/run/nginx.pid")),
                            Objects.requireNonNullElse(reload, List.of())),
                    Objects.requireNonNullElse(shared, true));
        }
    }
}
