package dev.fairlead.health.probe;

import dev.fairlead.contracts.traffic.HealthCheck;
import dev.fairlead.health.target.Target;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * The probes of one endpoint: start to start at the interval, and beside them, as long as evidence is wanted, one every
 * {@code confirmEvery}, overlapping, never more under way than results are wanted. Times are those of
 * {@link System#nanoTime()}. Confined to the prober's thread.
 */
final class Course implements Timetable.Entry {

    private final long id;
    private final Target target;
    private final InetSocketAddress address;
    private final byte[] request;
    private final Outcome timedOut;
    private final long interval;
    private final long timeout;
    private final long confirmEvery;
    private long regular;
    private long confirm;
    private int wanted;
    private int open;
    private boolean dropped;

    /** @param first when its first probe is due */
    Course(long id, Target target, long first) {
        HealthCheck check = target.check();
        this.id = id;
        this.target = target;
        this.address = new InetSocketAddress(
                InetAddress.ofLiteral(target.endpoint().address().ip()),
                target.endpoint().address().port());
        this.request = switch (check.kind()) {
            case TCP -> new byte[0];
            case HTTP ->
                "GET %s HTTP/1.1\r\nHost: %s\r\nUser-Agent: fairlead\r\nAccept: */*\r\nConnection: close\r\n\r\n"
                        .formatted(check.path(), target.host())
                        .getBytes(StandardCharsets.US_ASCII);
        };
        this.timedOut = new Outcome.Failed("no answer within %d ms".formatted(check.timeoutMs()));
        this.interval = TimeUnit.MILLISECONDS.toNanos(check.intervalMs());
        this.timeout = TimeUnit.MILLISECONDS.toNanos(check.timeoutMs());
        this.confirmEvery = TimeUnit.MILLISECONDS.toNanos(check.confirmEveryMs());
        this.regular = first;
        this.confirm = first;
    }

    @Override
    public long due() {
        return confirming() && confirm - regular < 0 ? confirm : regular;
    }

    private boolean confirming() {
        return wanted > open;
    }

    /** A probe starts now; one that serves both rhythms counts for both, and missed ones are not made up for. */
    void started(long now) {
        if (regular - now <= 0) {
            regular += interval * (1 + (now - regular) / interval);
        }
        confirm = now + confirmEvery;
        open++;
    }

    /** A probe is over. */
    void ended(int stillWanted, long now) {
        boolean waiting = confirming();
        open--;
        wanted = stillWanted;
        if (!waiting && confirm - now < 0) {
            confirm = now;
        }
    }

    void drop() {
        dropped = true;
    }

    boolean dropped() {
        return dropped;
    }

    /** How late a probe may start, or how long this side may stall while it waits, until it counts for nothing. */
    long patience() {
        return Math.min(timeout, interval) / 2;
    }

    int wanted() {
        return wanted;
    }

    long timeout() {
        return timeout;
    }

    Outcome timedOut() {
        return timedOut;
    }

    Target target() {
        return target;
    }

    InetSocketAddress address() {
        return address;
    }

    /** What to say once connected; empty: to be connected is all. */
    byte[] request() {
        return request;
    }

    @Override
    public long id() {
        return id;
    }
}
