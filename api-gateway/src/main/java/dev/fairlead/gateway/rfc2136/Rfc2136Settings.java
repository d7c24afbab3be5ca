package dev.fairlead.gateway.rfc2136;

import static dev.fairlead.contracts.InvalidFieldException.required;

import dev.fairlead.contracts.EndpointAddress;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One name server under {@code fairlead.data-planes.rfc2136.<name>}.
 *
 * @param address where it takes updates, zone transfers and questions
 * @param keyFile file with the TSIG key, read for each connection
 * @param zones those that Fairlead may write to; hosts in others are none of this server's business
 */
record Rfc2136Settings(EndpointAddress address, Path keyFile, List<String> zones) {

    Rfc2136Settings(@Nullable EndpointAddress address, @Nullable Path keyFile, @Nullable List<String> zones) {
        this.address = required(address, "address");
        this.keyFile = required(keyFile, "key-file");
        this.zones = List.copyOf(required(zones, "zones"));
    }
}
