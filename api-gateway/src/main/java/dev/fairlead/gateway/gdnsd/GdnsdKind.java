package dev.fairlead.gateway.gdnsd;

import dev.fairlead.gateway.dataplane.DataPlaneKind;

/** gdnsd servers. */
record GdnsdKind() implements DataPlaneKind<GdnsdSettings> {

    static final String NAME = "gdnsd";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Class<GdnsdSettings> settings() {
        return GdnsdSettings.class;
    }

    /** All that is to be said stands in the settings themselves. */
    @Override
    public void admit(GdnsdSettings settings) {}

    @Override
    public GdnsdDataPlane open(String name, GdnsdSettings settings) {
        return new GdnsdDataPlane(name, settings);
    }
}
