package dev.fairlead.gateway.powerdns;

import dev.fairlead.gateway.dataplane.Credentials;
import dev.fairlead.gateway.dataplane.DataPlaneKind;

/** PowerDNS servers. */
record PowerDnsKind(Credentials credentials) implements DataPlaneKind<PowerDnsSettings> {

    static final String NAME = "powerdns";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Class<PowerDnsSettings> settings() {
        return PowerDnsSettings.class;
    }

    @Override
    public void admit(PowerDnsSettings settings) {
        credentials.require(settings.apiKeyFile(), "api-key-file");
    }

    @Override
    public PowerDnsDataPlane open(String name, PowerDnsSettings settings) {
        return new PowerDnsDataPlane(name, settings);
    }
}
