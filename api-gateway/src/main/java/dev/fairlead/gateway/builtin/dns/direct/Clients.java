package dev.fairlead.gateway.builtin.dns.direct;

import dev.fairlead.gateway.choice.Place;
import dev.fairlead.gateway.choice.PlaceLookup;
import dev.fairlead.gateway.choice.StickyChoice;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the clients that were answered lately, by address: to look a place up takes longer than all the rest of an answer. So
 * many are remembered; where two others stand already, the one that was added before is forgotten.
 */
final class Clients {

    private static final int REMEMBERED = 1 << 15;
    private static final int IPV4 = 4;
    private static final int IPV6 = 16;

    private final PlaceLookup places;
    private final @Nullable Client[] clients = new Client[REMEMBERED];

    Clients(PlaceLookup places) {
        this.places = places;
    }

    /**
     * @param high the first half of the address, of which an IPv4 one is mapped (RFC 4291, section 2.5.5.2)
     * @param network that stays together, as {@link StickyChoice.Ready} wants it
     */
    record Client(long high, long low, InetAddress address, Place place, byte[] network) {

        boolean is(long otherHigh, long otherLow) {
            return low == otherLow && high == otherHigh;
        }

        /** Length of the network. */
        int prefix() {
            return network.length == IPV4 ? StickyChoice.IPV4_PREFIX : StickyChoice.IPV6_PREFIX;
        }
    }

    Client of(InetAddress address) {
        byte[] bytes = address.getAddress();
        return bytes.length == IPV4
                ? of(0, 0xffff_0000_0000L | number(bytes, 0, IPV4))
                : of(number(bytes, 0, 8), number(bytes, 8, 8));
    }

    Client of(long high, long low) {
        long mixed = (high * 31 + low) * 0x9e3779b97f4a7c15L;
        int at = (int) (mixed >>> 32) & (REMEMBERED - 2);
        Client first = clients[at];
        if (first != null && first.is(high, low)) {
            return first;
        }
        Client second = clients[at + 1];
        if (second != null && second.is(high, low)) {
            return second;
        }
        Client added = lookedUp(high, low);
        clients[at + 1] = first;
        clients[at] = added;
        return added;
    }

    private Client lookedUp(long high, long low) {
        byte[] bytes = new byte[IPV6];
        for (int i = 0; i < 8; i++) {
            bytes[i] = (byte) (high >> 56 - 8 * i);
            bytes[8 + i] = (byte) (low >> 56 - 8 * i);
        }
        InetAddress address = address(bytes);
        return new Client(
                high,
                low,
                address,
                places.of(address),
                StickyChoice.networkOf(address).address().getAddress());
    }

    /** Java makes an IPv4 address of one that is mapped. */
    private static InetAddress address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of %d bytes".formatted(bytes.length), e);
        }
    }

    private static long number(byte[] bytes, int from, int count) {
        long number = 0;
        for (int i = from; i < from + count; i++) {
            number = number << 8 | bytes[i] & 0xff;
        }
        return number;
    }
}
