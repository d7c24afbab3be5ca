package dev.fairlead.lab.fabric;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Forwards IPv4 packets between the nodes, on one thread: reads what has come, looks up the weather between sender and
 * receiver, and writes it at once, later, or not at all. Which node an address means is its last byte.
 */
final class Switch implements AutoCloseable {

    private static final int PACKET_BYTES = 65_536;
    private static final int AT_A_TIME = 64;
    private static final int LONGEST_WAIT_MS = 50;
    private static final int POLL_BYTES = 8; // struct pollfd
    private static final int VERSION_4 = 4;
    private static final int DESTINATION = 16;
    private static final int HEADER_BYTES = 20;

    /** What is under way is bounded as in a router's memory; the rest is lost. */
    private static final int MOST_UNDER_WAY = 50_000;

    private final List<Tun> nodes;
    private final Random chance;
    private final PriorityQueue<Delayed> underWay =
            new PriorityQueue<>(Comparator.comparingLong(Delayed::due).thenComparingLong(Delayed::number));
    private final LongAdder forwarded = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private final Thread thread;
    private volatile Weather[][] weather;
    private volatile boolean closed;
    private long number;

    /**
     * @param nodes in the order of the last bytes of their addresses, from {@link Fabric#FIRST} on
     * @param seed of the losses
     */
    Switch(List<Tun> nodes, long seed) {
        this.nodes = List.copyOf(nodes);
        this.chance = new Random(seed);
        this.weather = clear(nodes.size());
        this.thread = Thread.ofPlatform().daemon().name("switch").start(this::run);
    }

    static Weather[][] clear(int nodes) {
        Weather[][] all = new Weather[nodes][nodes];
        for (Weather[] row : all) {
            Arrays.fill(row, Weather.CLEAR);
        }
        return all;
    }

    /** The weather from now on, by sender and receiver. What is under way arrives all the same. */
    void set(Weather[][] changed) {
        weather = changed;
    }

    private record Delayed(long due, long number, int to, byte[] packet) {}

    private void run() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment packet = arena.allocate(PACKET_BYTES);
            MemorySegment waiting = arena.allocate((long) POLL_BYTES * nodes.size(), 8);
            for (int i = 0; i < nodes.size(); i++) {
                waiting.set(
                        ValueLayout.JAVA_INT,
                        (long) POLL_BYTES * i,
                        nodes.get(i).descriptor());
                waiting.set(ValueLayout.JAVA_SHORT, (long) POLL_BYTES * i + 4, Libc.READABLE);
            }
            while (!closed) {
                Libc.poll(waiting, nodes.size(), patienceMs());
                for (int i = 0; i < nodes.size(); i++) {
                    if (waiting.get(ValueLayout.JAVA_SHORT, (long) POLL_BYTES * i + 6) != 0) {
                        take(i, packet);
                    }
                }
                deliver(packet);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the switch failed", e);
        }
    }

    private int patienceMs() {
        Delayed next = underWay.peek();
        if (next == null) {
            return LONGEST_WAIT_MS;
        }
        long ms = (next.due() - System.nanoTime()) / 1_000_000;
        return Math.clamp(ms, 0, LONGEST_WAIT_MS);
    }

    /** Reads what a node has sent; not without end, so that none keeps the others waiting. */
    private void take(int from, MemorySegment packet) throws IOException {
        for (int i = 0; i < AT_A_TIME; i++) {
            int length = Libc.read(nodes.get(from).descriptor(), packet);
            if (length <= 0) {
                return;
            }
            forward(from, packet, length);
        }
    }

    private void forward(int from, MemorySegment packet, int length) throws IOException {
        if (length < HEADER_BYTES || packet.get(ValueLayout.JAVA_BYTE, 0) >> 4 != VERSION_4) {
            return; // IPv6's own housekeeping
        }
        int to = Byte.toUnsignedInt(packet.get(ValueLayout.JAVA_BYTE, DESTINATION + 3)) - Fabric.FIRST;
        if (to < 0 || to >= nodes.size()) {
            return;
        }
        Weather now = weather[from][to];
        if (now.cut() || now.lossPercent() > 0 && chance.nextInt(100) < now.lossPercent()) {
            dropped.increment();
        } else if (now.delay().isZero()) {
            send(to, packet, length);
        } else if (underWay.size() < MOST_UNDER_WAY) {
            byte[] copy = packet.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
            underWay.add(new Delayed(System.nanoTime() + now.delay().toNanos(), number++, to, copy));
        }
    }

    private void deliver(MemorySegment packet) throws IOException {
        long now = System.nanoTime();
        for (@Nullable Delayed next = underWay.peek(); next != null && next.due() <= now; next = underWay.peek()) {
            underWay.remove();
            MemorySegment.copy(next.packet(), 0, packet, ValueLayout.JAVA_BYTE, 0, next.packet().length);
            send(next.to(), packet, next.packet().length);
        }
    }

    private void send(int to, MemorySegment packet, int length) throws IOException {
        Libc.write(nodes.get(to).descriptor(), packet, length);
        forwarded.increment();
    }

    long forwarded() {
        return forwarded.sum();
    }

    long dropped() {
        return dropped.sum();
    }

    @Override
    public void close() throws IOException {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (Tun node : new ArrayList<>(nodes)) {
            node.close();
        }
    }
}
