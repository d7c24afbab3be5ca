package dev.fairlead.gateway.haproxy;

import static dev.fairlead.contracts.InvalidFieldException.required;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.InvalidFieldException;
import dev.fairlead.gateway.choice.Clientele;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One HAProxy under {@code fairlead.data-planes.haproxy.<name>}.
 *
 * @param socket its stats socket at level admin: the path of a unix socket, or an address and a port
 * @param applications what it serves; backends with other names are none of Fairlead's business
 * @param directory where the files are that it starts from; absent: it runs on another machine, and starts without the plan
 * @param writeMap the map of writes as haproxy.cfg names it; default: {@code writes.map} in that directory
 * @param place whose users it serves; default: everyone
 * @param drainTime how long a data center that leaves is given for what is under way; default 60 s
 * @param writeTtl after which writes close by themselves when the traffic-service is not heard; absent: they stay as they are
 * @param shared whether other gateways reach it too; default true
 */
record HaproxySettings(
        String socket,
        List<ApplicationName> applications,
        @Nullable Path directory,
        String writeMap,
        Clientele place,
        Duration drainTime,
        @Nullable Duration writeTtl,
        boolean shared) {

    /** Three looks of the loop: a route that is renewed at each has to outlive one that came late. */
    private static final Duration LEAST_TTL = Duration.ofSeconds(15);

    HaproxySettings {
        applications = List.copyOf(applications);
        if (applications.isEmpty()) {
            throw new InvalidFieldException("applications", "applications is required");
        }
        if (writeTtl != null && writeTtl.compareTo(LEAST_TTL) < 0) {
            throw new InvalidFieldException(
                    "write-ttl", "write-ttl is %s; it has to be 15 s at least".formatted(writeTtl));
        }
    }

    SocketAddress address() {
        if (socket.startsWith("/")) {
            return UnixDomainSocketAddress.of(socket);
        }
        EndpointAddress address = EndpointAddress.of(socket);
        return new InetSocketAddress(InetAddress.ofLiteral(address.ip()), address.port());
    }

    /** Whether a backend is that of an application, or that of one of its data centers. */
    boolean owns(String backend) {
        return application(backend).isPresent();
    }

    /** Whose backend, or that of one of whose data centers, it is. */
    Optional<ApplicationName> application(String backend) {
        int dot = backend.indexOf('.');
        String name = dot < 0 ? backend : backend.substring(0, dot);
        return applications.stream()
                .filter(served -> served.value().equals(name))
                .findFirst();
    }

    /** What is configured. */
    record Properties(
            @Nullable String socket,
            @Nullable List<ApplicationName> applications,
            @Nullable Path directory,
            @Nullable String writeMap,
            @Nullable Clientele place,
            @Nullable Duration drainTime,
            @Nullable Duration writeTtl,
            @Nullable Boolean shared) {

        HaproxySettings withDefaults() {
            if (writeMap == null && directory == null) {
                throw new InvalidFieldException("write-map", "write-map is required where there is no directory");
            }
            return new HaproxySettings(
                    required(socket, "socket"),
                    Objects.requireNonNullElse(applications, List.of()),
                    directory,
                    writeMap != null ? writeMap : directory + "/" + StartFiles.WRITES,
                    Objects.requireNonNullElse(place, Clientele.ANYWHERE),
                    Objects.requireNonNullElse(drainTime, Duration.ofSeconds(60)),
                    writeTtl,
                    Objects.requireNonNullElse(shared, true));
        }
    }
}
