package dev.fairlead.gateway.envoy;

import dev.fairlead.gateway.dataplane.DataPlane;
import dev.fairlead.gateway.dataplane.DataPlaneKind;

/**
 * Groups that are told by xDS, whoever they are of.
 *
 * @param <D> the data plane that a group is
 */
record XdsKind<D extends DataPlane<EnvoyResources>>(String name, XdsServers servers, Opening<D> opening)
        implements DataPlaneKind<EnvoySettings.Properties> {

    static final String ENVOY = "envoy";
    static final String GRPC = "grpc";

    /** Of a data plane on a server that it has joined. */
    interface Opening<D> {
        D open(String name, EnvoySettings settings, XdsServer xds);
    }

    @Override
    public Class<EnvoySettings.Properties> settings() {
        return EnvoySettings.Properties.class;
    }

    @Override
    public void admit(EnvoySettings.Properties properties) {
        properties.requirePorts();
    }

    @Override
    public D open(String name, EnvoySettings.Properties properties) {
        EnvoySettings settings = properties.withDefaults(name);
        return opening.open(name, settings, servers.join(name, settings));
    }
}
