package dev.fairlead.gateway.choice;

import org.jspecify.annotations.Nullable;

/**
 * Where a client is.
 *
 * @param country ISO 3166-1 alpha-2
 * @param continent AF, AN, AS, EU, NA, OC, SA
 * @param prefix length in bits of the network around the client in which every address is at this place
 */
public record Place(@Nullable String country, @Nullable String continent, int prefix) {

    /** Nothing is known of anybody's place. */
    public static final Place UNKNOWN = new Place(null, null, 0);
}
