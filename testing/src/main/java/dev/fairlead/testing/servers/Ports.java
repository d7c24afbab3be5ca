package dev.fairlead.testing.servers;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports of the loopback address that are free for TCP and for UDP; never the same twice in one process. They lie below those that the
 * system gives to outgoing connections, so that none of these takes one before the server for which it is meant.
 */
public final class Ports {

    private static final int FIRST = 10_000;
    private static final int END = 30_000;
    private static final Set<Integer> given = ConcurrentHashMap.newKeySet();

    private Ports() {}

    public static int next() {
        for (int attempt = 0; attempt < 1_000; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, END);
            if (given.add(port) && isFreeForTcp(port) && isFreeForUdp(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no free port in 1,000 attempts");
    }

    private static boolean isFreeForTcp(int port) {
        try (ServerSocket tcp = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return tcp.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isFreeForUdp(int port) {
        try (DatagramSocket udp = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
            return udp.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
