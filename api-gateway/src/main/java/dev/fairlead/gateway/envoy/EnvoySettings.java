package dev.fairlead.gateway.envoy;

import static dev.fairlead.contracts.InvalidFieldException.inRange;

import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.gateway.choice.Clientele;
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
 * @param adminAddresses where each of these Envoys tells what it counted; none: they do not tell. gRPC clients have none
 */
record EnvoySettings(
        String xdsAddress,
        int xdsPort,
        @Nullable String xdsBundle,
        String nodeGroup,
        int listenerPort,
        Clientele place,
        List<EndpointAddress> adminAddresses) {

    EnvoySettings {
        adminAddresses = List.copyOf(adminAddresses);
    }

    /** What is configured. */
    record Properties(
            @Nullable String xdsAddress,
            @Nullable Integer xdsPort,
            @Nullable String xdsBundle,
            @Nullable String nodeGroup,
            @Nullable Integer listenerPort,
            @Nullable Clientele place,
            @Nullable List<EndpointAddress> adminAddresses) {

        /** Refuses ports that are none. */
        void requirePorts() {
            EnvoySettings settings = withDefaults("");
            inRange(settings.xdsPort(), 1, 65_535, "xds-port");
            inRange(settings.listenerPort(), 1, 65_535, "listener-port");
        }

        EnvoySettings withDefaults(String name) {
            return new EnvoySettings(
                    Objects.requireNonNullElse(xdsAddress, "127.0.0.1"),
                    Objects.requireNonNullElse(xdsPort, 18_000),
                    xdsBundle,
                    Objects.requireNonNullElse(nodeGroup, name),
                    Objects.requireNonNullElse(listenerPort, 10_000),
                    Objects.requireNonNullElse(place, Clientele.ANYWHERE),
                    Objects.requireNonNullElse(adminAddresses, List.of()));
        }
    }
}
