package dev.fairlead.replication.local;

import dev.fairlead.contracts.EndpointAddress;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** The servers that the configuration names. */
@Component
final class ConfiguredServers implements LocalServers {

    private final Map<EndpointAddress, ControlledServer> servers;

    ConfiguredServers(LocalProperties properties) {
        this.servers = properties.servers().stream()
                .collect(Collectors.toUnmodifiableMap(LocalProperties.Server::address, ControlledServer::new));
    }

    @Override
    public Optional<LocalServer> at(EndpointAddress address) {
        return Optional.ofNullable(servers.get(address));
    }
}
