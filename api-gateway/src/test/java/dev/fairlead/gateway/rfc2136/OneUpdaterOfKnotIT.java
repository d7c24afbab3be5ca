package dev.fairlead.gateway.rfc2136;

import dev.fairlead.testing.servers.KnotServer;
import dev.fairlead.testing.servers.PrimaryServer;

/** Two gateways and one real Knot. */
class OneUpdaterOfKnotIT extends OneUpdaterContract {

    @Override
    PrimaryServer create() {
        return KnotServer.create(ZONE);
    }
}
