package dev.fairlead.quickstart.story;

import dev.fairlead.contracts.Network;
import dev.fairlead.contracts.traffic.Location;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** A network of users, and where they are. */
record Client(Network network, String country, Location location) {

    /** A user in it. */
    InetAddress user() {
        byte[] bytes = network.address().getAddress();
        bytes[bytes.length - 1] |= 9;
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of %d bytes".formatted(bytes.length), e);
        }
    }
}
