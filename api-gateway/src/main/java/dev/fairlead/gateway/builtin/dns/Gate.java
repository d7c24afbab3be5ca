package dev.fairlead.gateway.builtin.dns;

import dev.fairlead.gateway.builtin.dns.guard.ClientNetwork;
import dev.fairlead.gateway.builtin.dns.guard.ResponseRate;
import dev.fairlead.gateway.builtin.dns.guard.Verdict;
import java.net.InetAddress;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;

/**
 * Stands before the answers over UDP, where anybody may write anybody's address on a query. This machine, and who has a
 * cookie of ours, pass; of every other network only as many as its rate allows.
 */
final class Gate {

    private final ResponseRate rate;
    private final Cookies cookies;
    private final Predicate<InetAddress> own;
    private final LongAdder limited = new LongAdder();

    /** @param own the addresses of this machine, from which the server is asked whether it obeys */
    Gate(ResponseRate rate, Cookies cookies, Predicate<InetAddress> own) {
        this.rate = rate;
        this.cookies = cookies;
        this.own = own;
    }

    /** @param length how many of the packet's bytes count */
    Verdict verdict(byte[] packet, int length, InetAddress peer) {
        if (own.test(peer) || cookies.vouchFor(packet, length, peer)) {
            return Verdict.ANSWERED;
        }
        Verdict verdict = rate.admit(ClientNetwork.of(peer), System.nanoTime());
        if (verdict != Verdict.ANSWERED) {
            limited.increment();
        }
        return verdict;
    }

    /** How many queries were over the rate so far. */
    long limited() {
        return limited.sum();
    }
}
