package dev.fairlead.gateway.powerdns;

import static dev.fairlead.contracts.InvalidFieldException.required;

import dev.fairlead.contracts.EndpointAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One PowerDNS server under {@code fairlead.data-planes.powerdns.<name>}.
 *
 * @param url of its HTTP API, without a path
 * @param apiKeyFile file with the API key, read for each request
 * @param serverId default {@code localhost}
 * @param dnsAddress where it answers DNS by UDP, to verify what it obeys
 * @param zones those that Fairlead may write to; hosts in others are none of this server's business; default: all
 */
record PowerDnsSettings(URI url, Path apiKeyFile, String serverId, EndpointAddress dnsAddress, List<String> zones) {

    PowerDnsSettings(
            @Nullable URI url,
            @Nullable Path apiKeyFile,
            @Nullable String serverId,
            @Nullable EndpointAddress dnsAddress,
            @Nullable List<String> zones) {
        this.url = required(url, "url");
        this.apiKeyFile = required(apiKeyFile, "api-key-file");
        this.serverId = Objects.requireNonNullElse(serverId, "localhost");
        this.dnsAddress = required(dnsAddress, "dns-address");
        this.zones = List.copyOf(Objects.requireNonNullElse(zones, List.of()));
    }
}
