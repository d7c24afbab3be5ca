package dev.fairlead.gateway.envoy;

import dev.fairlead.gateway.dataplane.DataPlaneKind;

/** Groups of Envoys. */
record EnvoyKind(XdsServers servers) implements DataPlaneKind<EnvoySettings.Properties> {

    static final String NAME = "envoy";

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
    public EnvoyDataPlane open(String name, EnvoySettings.Properties properties) {
        EnvoySettings settings = properties.withDefaults(name);
        return new EnvoyDataPlane(name, settings, servers.join(name, settings));
    }
}
