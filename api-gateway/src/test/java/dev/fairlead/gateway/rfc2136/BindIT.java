package dev.fairlead.gateway.rfc2136;

import dev.fairlead.testing.servers.BindServer;
import dev.fairlead.testing.servers.PrimaryServer;

/** The adapter against a real BIND. */
class BindIT extends Rfc2136Contract {

    @Override
    PrimaryServer create() {
        return BindServer.create(ZONE);
    }
}
