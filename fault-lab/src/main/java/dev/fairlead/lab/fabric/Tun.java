package dev.fairlead.lab.fabric;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/**
 * A network interface whose packets this process reads and writes. The descriptor stays valid when the interface is moved
 * into another namespace, and the interface ends with it.
 *
 * @param name of the interface
 */
record Tun(String name, int descriptor) implements AutoCloseable {

    private static final long SET_INTERFACE = 0x400454CAL; // TUNSETIFF
    private static final short BARE_IP_PACKETS = 0x1001; // IFF_TUN | IFF_NO_PI
    private static final int REQUEST_BYTES = 40; // struct ifreq
    private static final int NAME_BYTES = 16;

    /** Makes an interface; {@code %d} in the name becomes a number that is free. */
    static Tun open(String name) throws IOException {
        int descriptor = Libc.open("/dev/net/tun");
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment request = arena.allocate(REQUEST_BYTES, 8);
            request.setString(0, name, StandardCharsets.US_ASCII);
            request.set(ValueLayout.JAVA_SHORT, NAME_BYTES, BARE_IP_PACKETS);
            Libc.ioctl(descriptor, SET_INTERFACE, request);
            return new Tun(request.getString(0, StandardCharsets.US_ASCII), descriptor);
        } catch (IOException e) {
            Libc.close(descriptor);
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        Libc.close(descriptor);
    }
}
