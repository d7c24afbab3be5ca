package dev.fairlead.gateway.envoy;

import dev.fairlead.testing.servers.EnvoyServer;

/** The adapter against a real Envoy that is told everything at each change. */
class EnvoyIT extends EnvoyContract {

    @Override
    EnvoyServer.Xds told() {
        return EnvoyServer.Xds.STATE_OF_THE_WORLD;
    }
}
