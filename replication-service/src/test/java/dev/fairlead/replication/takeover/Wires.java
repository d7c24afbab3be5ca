package dev.fairlead.replication.takeover;

import dev.fairlead.testing.servers.TcpLink;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The wires by which everybody outside a data center reaches the server in it; who is inside uses the server's own port. */
final class Wires implements AutoCloseable {

    private final Map<Integer, TcpLink> links = new ConcurrentHashMap<>();

    /** The wire to the server of this port. */
    TcpLink to(int port) {
        return links.computeIfAbsent(port, TcpLink::to);
    }

    /** Whom a wire leads to. */
    int behind(int entry) {
        return links.entrySet().stream()
                .filter(link -> link.getValue().port() == entry)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no wire begins at " + entry));
    }

    /** Nothing passes over any of them. */
    void hold() {
        links.values().forEach(TcpLink::hold);
    }

    void heal() {
        links.values().forEach(TcpLink::heal);
    }

    @Override
    public void close() {
        links.values().forEach(TcpLink::close);
    }
}
