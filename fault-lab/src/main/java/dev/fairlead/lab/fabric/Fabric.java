package dev.fairlead.lab.fabric;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The network: a namespace, an interface and an address for each node, and this process as one more node, which
 * disturbances do not touch unless they name it. Addresses are of 198.18.0.0/15, which RFC 2544 sets aside for such
 * measurements.
 */
public final class Fabric implements AutoCloseable {

    /** The name of this process in links. */
    public static final String HERE = "here";

    /** Last byte of the first node's address, which is this process. */
    static final int FIRST = 1;

    private static final int MOST_NODES = 250;

    private final List<String> nodes;
    private final String prefix;
    private final List<Namespace> namespaces = new ArrayList<>();
    private final Set<Disturbance> disturbances = new LinkedHashSet<>();
    private final Switch traffic;

    /**
     * Makes it, or fails and leaves nothing.
     *
     * @param names of the nodes beside {@link #HERE}
     * @param seed of the losses
     */
    public Fabric(List<String> names, long seed) {
        this.nodes = new ArrayList<>(List.of(HERE));
        nodes.addAll(names);
        if (nodes.size() > MOST_NODES) {
            throw new IllegalArgumentException("no network of so many nodes: " + nodes.size());
        }
        List<Tun> interfaces = new ArrayList<>();
        try {
            Namespace.removeLeftovers();
            this.prefix = freePrefix();
            for (String node : nodes) {
                interfaces.add(node(node));
            }
        } catch (IOException e) {
            interfaces.forEach(Fabric::close);
            deleteNamespaces();
            throw new UncheckedIOException("cannot make the network (it needs root): " + e.getMessage(), e);
        }
        this.traffic = new Switch(interfaces, seed);
    }

    /** What this machine lacks for it; empty when nothing. */
    public static Optional<String> lacking() {
        if (!"root".equals(System.getProperty("user.name"))) {
            return Optional.of("a network of one's own needs root");
        }
        return Files.exists(Path.of("/dev/net/tun")) ? Optional.empty() : Optional.of("there is no /dev/net/tun");
    }

    /** Such as {@code 198.18.7.}: of a network that no interface of this machine is in. */
    private static String freePrefix() throws IOException {
        for (int i = 0; i < 256; i++) {
            String candidate = "198.18." + i + ".";
            Enumeration<NetworkInterface> all = NetworkInterface.getNetworkInterfaces();
            boolean taken = false;
            while (all.hasMoreElements()) {
                taken |= all.nextElement()
                        .inetAddresses()
                        .anyMatch(address -> address.getHostAddress().startsWith(candidate));
            }
            if (!taken) {
                return candidate;
            }
        }
        throw new IOException("no free network in 198.18.0.0/16");
    }

    private Tun node(String node) throws IOException {
        Tun made = Tun.open("fairlead%d");
        try {
            if (node.equals(HERE)) {
                Ip.run("address", "add", address(node) + "/24", "dev", made.name());
                Ip.run("link", "set", made.name(), "up");
                return made;
            }
            Namespace namespace = Namespace.create(node);
            namespaces.add(namespace);
            Ip.run("link", "set", made.name(), "netns", namespace.name(), "name", "eth0");
            Ip.run("-n", namespace.name(), "address", "add", address(node) + "/24", "dev", "eth0");
            Ip.run("-n", namespace.name(), "link", "set", "eth0", "up");
            Ip.run("-n", namespace.name(), "link", "set", "lo", "up");
            return made;
        } catch (IOException e) {
            made.close();
            throw e;
        }
    }

    /** All nodes but {@link #HERE}. */
    public List<String> nodes() {
        return nodes.subList(1, nodes.size());
    }

    public String address(String node) {
        return prefix + (FIRST + index(node));
    }

    private int index(String node) {
        int index = nodes.indexOf(node);
        if (index < 0) {
            throw new IllegalArgumentException("the network has no node " + node);
        }
        return index;
    }

    /** A command line that runs another one on a node. */
    public List<String> command(String node, List<String> line) {
        return namespaces.get(index(node) - 1).command(line);
    }

    /** Begins a disturbance. */
    public synchronized void begin(Disturbance disturbance) {
        disturbances.add(disturbance);
        apply();
    }

    /** Ends a disturbance. */
    public synchronized void end(Disturbance disturbance) {
        disturbances.remove(disturbance);
        apply();
    }

    private void apply() {
        Weather[][] weather = Switch.clear(nodes.size());
        for (Disturbance disturbance : disturbances) {
            for (Link link : disturbance.links()) {
                int from = index(link.from());
                int to = index(link.to());
                weather[from][to] = weather[from][to].and(disturbance.weather());
            }
        }
        traffic.set(weather);
    }

    /** Packets that were passed on and that were not, since the beginning. */
    public String traffic() {
        return "%d packets forwarded, %d dropped".formatted(traffic.forwarded(), traffic.dropped());
    }

    @Override
    public void close() {
        try {
            traffic.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot end the switch", e);
        } finally {
            deleteNamespaces();
        }
    }

    private void deleteNamespaces() {
        for (Namespace namespace : namespaces) {
            try {
                namespace.delete();
            } catch (IOException e) {
                // the next one removes it as a leftover
            }
        }
        namespaces.clear();
    }

    private static void close(Tun made) {
        try {
            made.close();
        } catch (IOException e) {
            // nothing more can be done about it
        }
    }
}
