package dev.fairlead.gateway.choice;

import java.net.InetAddress;

/** Tells where an address is. */
@FunctionalInterface
public interface PlaceLookup {

    Place of(InetAddress client);
}
