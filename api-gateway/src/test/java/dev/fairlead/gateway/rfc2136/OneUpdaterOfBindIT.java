package dev.fairlead.gateway.rfc2136;

import dev.fairlead.testing.servers.BindServer;
import dev.fairlead.testing.servers.PrimaryServer;

/** Two gateways and one real BIND. */
class OneUpdaterOfBindIT extends OneUpdaterContract {

    @Override
    PrimaryServer create() {
        return BindServer.create(ZONE);
    }
}
