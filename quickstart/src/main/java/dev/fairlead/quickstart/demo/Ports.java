package dev.fairlead.quickstart.demo;

import dev.fairlead.postgres.FreePorts;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The ports of one region that a user types.
 *
 * @param gateway HTTP
 * @param dns UDP and TCP
 * @param edge HTTP
 */
public record Ports(int gateway, int dns, int edge) {

    /** The documented ones. */
    public static final Ports DEFAULT = new Ports(8080, 5300, 8090);

    /** Ports that nobody uses now. */
    public static Ports free() {
        return new Ports(FreePorts.next(), FreePorts.next(), FreePorts.next());
    }

    /** Ports that nobody uses now, for each of some regions. */
    public static List<Ports> free(int regions) {
        return Stream.generate(Ports::free).limit(regions).toList();
    }

    /** These for the first region, and for each further one the next numbers. */
    public List<Ports> andNext(int regions) {
        return IntStream.range(0, regions)
                .mapToObj(i -> new Ports(gateway + i, dns + i, edge + i))
                .toList();
    }

    /** Refuses ports that something listens on. */
    void requireFree() {
        requireFree(gateway, "the gateway", "--port");
        requireFree(dns, "DNS", "--dns-port");
        requireFree(edge, "the edge", "--edge-port");
    }

    private static void requireFree(int port, String what, String option) {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        try (ServerSocket tcp = new ServerSocket();
                DatagramSocket udp = new DatagramSocket(null)) {
            tcp.setReuseAddress(true);
            tcp.bind(address);
            udp.bind(address);
        } catch (IOException e) {
            throw new DemoException(
                    "port %d for %s is in use: end what listens there, or choose another with %s, or --ports free"
                            .formatted(port, what, option),
                    e);
        }
    }
}
