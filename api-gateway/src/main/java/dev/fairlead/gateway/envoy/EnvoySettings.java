package dev.fairlead.gateway.envoy;

import dev.fairlead.contracts.traffic.AudienceShares;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A group of Envoys in one place, under {@code fairlead.data-planes.envoy.<name>}, or of gRPC clients, under
 * {@code fairlead.data-planes.grpc.<name>}.
 *
 * @param xdsAddress where the xDS server listens; default 127.0.0.1
 * @param xdsPort default 18000; several groups may share it
 * @param xdsBundle the SSL bundle that the xDS server shows, whose authorities certify the nodes; absent: neither encrypted nor
 *     authenticated
 * @param nodeGroup what the group's nodes call it, in their metadata or as their {@code cluster}; default: the data plane's name
 * @param listenerPort where the Envoys listen for users; default 10000; gRPC clients listen nowhere
 * @param place whose users these Envoys serve; default: everyone
 */
record EnvoySettings(
        String xdsAddress, int xdsPort, @Nullable String xdsBundle, String nodeGroup, int listenerPort, Place place) {

    /** What is configured. */
    record Properties(
            @Nullable String xdsAddress,
            @Nullable Integer xdsPort,
            @Nullable String xdsBundle,
            @Nullable String nodeGroup,
            @Nullable Integer listenerPort,
            @Nullable Place place) {

        EnvoySettings withDefaults(String name) {
            return new EnvoySettings(
                    Objects.requireNonNullElse(xdsAddress, "127.0.0.1"),
                    Objects.requireNonNullElse(xdsPort, 18_000),
                    xdsBundle,
                    Objects.requireNonNullElse(nodeGroup, name),
                    Objects.requireNonNullElse(listenerPort, 10_000),
                    Objects.requireNonNullElse(place, Place.ANYWHERE));
        }
    }

    /**
     * Where the users of a group come from.
     *
     * @param country ISO 3166-1 alpha-2
     * @param continent AF, AN, AS, EU, NA, OC, SA
     */
    record Place(@Nullable String country, @Nullable String continent) {

        static final Place ANYWHERE = new Place(null, null);

        /** The audience that users of this place belong to; the last is everyone else. */
        AudienceShares audience(List<AudienceShares> audiences) {
            return audiences.stream()
                    .filter(audience -> country != null && audience.countries().contains(country))
                    .findFirst()
                    .or(() -> audiences.stream()
                            .filter(audience ->
                                    continent != null && audience.continents().contains(continent))
                            .findFirst())
                    .orElseGet(audiences::getLast);
        }
    }
}
