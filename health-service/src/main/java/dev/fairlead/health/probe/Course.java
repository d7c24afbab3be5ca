package dev.fairlead.health.probe;

import dev.fairlead.contracts.traffic.HealthCheck;
import dev.fairlead.contracts.traffic.HealthCheck.Tls;
import dev.fairlead.health.target.Target;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The probes of one endpoint: start to start at the interval, and beside them, as long as evidence is wanted, one at once and
 * one every {@code confirmEvery}, overlapping, never more under way than results are wanted. Times are those of
 * {@link System#nanoTime()}. Confined to the prober's thread.
 */
final class Course implements Timetable.Entry {

    private final long id;
    private final Target target;
    private final InetSocketAddress address;
    private final Exchange exchange;
    private final ProbeTls tls;
    private final Outcome timedOut;
    private final long interval;
    private final long timeout;
    private final long confirmEvery;
    private final Rhythm regular;
    private long confirm;
    private int wanted;
    private int open;
    private @Nullable HeldConnection held;
    private long holdAgain;
    private boolean dropped;

    /** @param first when its first probe is due */
    Course(long id, Target target, long first, ProbeTls tls) {
        HealthCheck check = target.check();
        this.id = id;
        this.target = target;
        this.address = new InetSocketAddress(
                InetAddress.ofLiteral(target.endpoint().address().ip()),
                target.endpoint().address().port());
        this.exchange = Exchange.of(target);
        this.tls = tls;
        this.timedOut = new Outcome.Failed("no answer within %d ms".formatted(check.timeoutMs()));
        this.interval = TimeUnit.MILLISECONDS.toNanos(check.intervalMs());
        this.timeout = TimeUnit.MILLISECONDS.toNanos(check.timeoutMs());
        this.confirmEvery = TimeUnit.MILLISECONDS.toNanos(check.confirmEveryMs());
        this.regular = new Rhythm(first, interval, patience());
        this.confirm = first;
        this.holdAgain = first;
    }

    @Override
    public long due() {
        return confirming() && confirm - regular.due() < 0 ? confirm : regular.due();
    }

    private boolean confirming() {
        return wanted > open;
    }

    /** Leaves out the probe that is due if it is too late to count, and says so. */
    boolean leaveOut(long now) {
        boolean tooLate = now - due() > patience();
        if (tooLate) {
            turn(now);
        }
        return tooLate;
    }

    /** A probe starts now; one that serves both rhythms counts for both. */
    void started(long now) {
        turn(now);
        open++;
    }

    private void turn(long now) {
        if (regular.due() - now <= 0) {
            regular.turn(now);
        }
        confirm = now + confirmEvery;
    }

    /** A probe is over. */
    void ended(int stillWanted, long now) {
        boolean waiting = confirming();
        boolean first = wanted == 0;
        open--;
        wanted = stillWanted;
        if (first || (!waiting && confirm - now < 0)) {
            confirm = now;
        }
    }

    /** A probe is wanted now, whatever the rhythm. */
    void hurry(int nowWanted, long now) {
        wanted = Math.max(nowWanted, open + 1);
        confirm = now;
    }

    /** Whether a connection is to be held and none is; who hangs up at once is not called again at once. */
    boolean lacksHeld(long now) {
        return target.check().holdConnection() && held == null && now - holdAgain >= 0;
    }

    void hold(HeldConnection connection) {
        held = connection;
    }

    void lost(long now) {
        held = null;
        holdAgain = now + interval;
    }

    void drop() {
        dropped = true;
        if (held != null) {
            held.close();
            held = null;
        }
    }

    boolean dropped() {
        return dropped;
    }

    /** How late a probe may start, or how long this side may stall while it waits; beyond, it would count for nothing. */
    long patience() {
        return Math.min(timeout, interval) / 2;
    }

    /** By which part of itself the interval has grown. */
    double stretch() {
        return regular.stretch();
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

    Exchange exchange() {
        return exchange;
    }

    /** The connection as a probe speaks over it. */
    Wire over(SocketChannel channel) throws IOException {
        Tls secured = target.check().tls();
        return secured == null
                ? new PlainWire(channel)
                : new TlsWire(channel, tls.engine(address, exchange.host(), exchange.protocol(), secured), secured);
    }

    @Override
    public long id() {
        return id;
    }
}
