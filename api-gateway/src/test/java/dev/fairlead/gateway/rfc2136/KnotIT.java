package dev.fairlead.gateway.rfc2136;

import dev.fairlead.testing.servers.KnotServer;
import dev.fairlead.testing.servers.PrimaryServer;

/** The adapter against a real Knot. */
class KnotIT extends Rfc2136Contract {

    @Override
    PrimaryServer create() {
        return KnotServer.create(ZONE);
    }
}
