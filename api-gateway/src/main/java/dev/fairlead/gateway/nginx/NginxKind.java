package dev.fairlead.gateway.nginx;

import dev.fairlead.contracts.InvalidFieldException;
import dev.fairlead.gateway.dataplane.DataPlaneKind;

/** nginx servers. */
record NginxKind() implements DataPlaneKind<NginxSettings.Properties> {

    static final String NAME = "nginx";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Class<NginxSettings.Properties> settings() {
        return NginxSettings.Properties.class;
    }

    /** A command that the gateway runs is for its configuration to say. */
    @Override
    public void admit(NginxSettings.Properties properties) {
        properties.withDefaults();
        refuseCommand(properties.binary() != null, "binary");
        refuseCommand(properties.reload() != null, "reload");
    }

    private static void refuseCommand(boolean given, String setting) {
        if (given) {
            throw new InvalidFieldException(
                    setting, setting + " is a command on the gateway's machine: only its configuration may name one");
        }
    }

    @Override
    public NginxDataPlane open(String name, NginxSettings.Properties properties) {
        return new NginxDataPlane(name, properties.withDefaults());
    }
}
