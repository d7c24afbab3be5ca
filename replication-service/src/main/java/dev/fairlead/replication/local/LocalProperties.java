package dev.fairlead.replication.local;

import static dev.fairlead.contracts.InvalidFieldException.required;

import dev.fairlead.contracts.EndpointAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The servers that this service may control.
 *
 * @param servers each on this machine; none: databases are watched only
 */
@ConfigurationProperties("fairlead.replication")
public record LocalProperties(@DefaultValue List<Server> servers) {

    public LocalProperties {
        servers = List.copyOf(servers);
        requireDistinct(servers, Server::address);
        requireDistinct(servers, Server::dataDirectory);
    }

    private static <T> void requireDistinct(List<Server> servers, Function<Server, T> part) {
        if (servers.stream().map(part).distinct().count() < servers.size()) {
            throw new IllegalArgumentException(
                    "two of fairlead.replication.servers have the same address or directory");
        }
    }

    /**
     * One server.
     *
     * @param address as databases name it
     * @param dataDirectory what is made of it later stands beside it under names that begin with its own
     * @param binDirectory holds {@code pg_ctl}, and for a rebuild {@code pg_rewind} and {@code pg_basebackup}; without
     *     these a copy is read by SQL
     * @param user whom its files belong to; needed only where this service runs as root. Absent there: its programs run in a
     *     user namespace, where root is nobody
     * @param port where it listens; absent: the port of its address
     * @param configFile its {@code postgresql.conf}; absent: the one in its data directory
     */
    public record Server(
            EndpointAddress address,
            Path dataDirectory,
            Path binDirectory,
            @Nullable String user,
            @Nullable Integer port,
            @Nullable Path configFile) {

        public Server {
            required(address, "address");
            dataDirectory =
                    required(dataDirectory, "data-directory").toAbsolutePath().normalize();
            binDirectory = required(binDirectory, "bin-directory").toAbsolutePath();
            if (configFile != null && configFile.toString().indexOf('\'') >= 0) {
                throw new IllegalArgumentException("config-file %s has a quote".formatted(configFile));
            }
        }

        int listeningPort() {
            return port == null ? address.port() : port;
        }

        /** A file or folder that stands beside the data directory: {@code main.fence} beside {@code main}. */
        public Path beside(String what) {
            return dataDirectory.resolveSibling(dataDirectory.getFileName() + "." + what);
        }
    }
}
