package dev.fairlead.gateway.rfc2136;

import dev.fairlead.gateway.dataplane.Credentials;
import dev.fairlead.gateway.dataplane.DataPlaneKind;

/** Name servers that take dynamic updates. */
record Rfc2136Kind(Credentials credentials) implements DataPlaneKind<Rfc2136Settings> {

    static final String NAME = "rfc2136";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Class<Rfc2136Settings> settings() {
        return Rfc2136Settings.class;
    }

    @Override
    public void admit(Rfc2136Settings settings) {
        credentials.require(settings.keyFile(), "key-file");
    }

    @Override
    public Rfc2136DataPlane open(String name, Rfc2136Settings settings) {
        return new Rfc2136DataPlane(name, settings);
    }
}
