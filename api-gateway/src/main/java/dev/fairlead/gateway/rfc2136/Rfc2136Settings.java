package dev.fairlead.gateway.rfc2136;

import dev.fairlead.contracts.EndpointAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One name server under {@code fairlead.data-planes.rfc2136.<name>}.
 *
 * @param address where it takes updates, zone transfers and questions
 * @param keyFile file with the TSIG key, read for each connection
 * @param zones those that Fairlead may write to; hosts in others are none of this server's business
 * @param mostRemovalsPercent how much of what it holds one change may take away; default 50
 */
record Rfc2136Settings(EndpointAddress address, Path keyFile, List<String> zones, Integer mostRemovalsPercent) {

    Rfc2136Settings(
            @Nullable EndpointAddress address,
            @Nullable Path keyFile,
            @Nullable List<String> zones,
            @Nullable Integer mostRemovalsPercent) {
        this.address = required(address, "address");
        this.keyFile = required(keyFile, "key-file");
        this.zones = List.copyOf(required(zones, "zones"));
        this.mostRemovalsPercent = Objects.requireNonNullElse(mostRemovalsPercent, 50);
        if (this.mostRemovalsPercent < 0 || this.mostRemovalsPercent > 100) {
            throw new IllegalArgumentException(
                    "fairlead.data-planes.rfc2136.<name>.most-removals-percent is not between 0 and 100");
        }
    }

    private static <T> T required(@Nullable T value, String property) {
        if (value == null) {
            throw new IllegalArgumentException(
                    "fairlead.data-planes.rfc2136.<name>.%s is required".formatted(property));
        }
        return value;
    }
}
