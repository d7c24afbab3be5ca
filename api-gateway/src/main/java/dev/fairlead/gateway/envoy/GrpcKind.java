package dev.fairlead.gateway.envoy;

import dev.fairlead.gateway.dataplane.DataPlaneKind;

/** Groups of gRPC clients. */
record GrpcKind(XdsServers servers) implements DataPlaneKind<EnvoySettings.Properties> {

    static final String NAME = "grpc";

    @Override
    public String name() {
        return NAME;
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
    public GrpcDataPlane open(String name, EnvoySettings.Properties properties) {
        EnvoySettings settings = properties.withDefaults(name);
        return new GrpcDataPlane(name, settings, servers.join(name, settings));
    }
}
