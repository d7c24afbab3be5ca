package dev.fairlead.gateway.dataplane;

import dev.fairlead.contracts.traffic.Lease;
import dev.fairlead.contracts.traffic.LeaseApi;
import dev.fairlead.contracts.traffic.LeaseRequest;
import dev.fairlead.loop.Loop;
import dev.fairlead.loop.Pass;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The turn to push to a data plane that several gateways reach, by a lease of the traffic-service. Where that does not answer
 * everything stays as it is: whoever pushes goes on, because nobody else can have been given the lease, and nobody begins. One that
 * was frozen meanwhile learns from the data plane that it was overtaken.
 */
final class LeasedTurns implements Turns {

    /** A pusher that died is followed after this at the latest, and a third more. */
    static final Duration TTL = Duration.ofSeconds(10);

    private static final Logger log = LoggerFactory.getLogger(LeasedTurns.class);

    private final String name;
    private final String self;
    private final LeaseApi leases;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final Loop loop;
    private volatile long above;
    private volatile Turn turn = new Turn.Anothers("it is not known yet who pushes to it");

    /** @param ttl of the lease, which is renewed after each third of it */
    LeasedTurns(String name, String self, LeaseApi leases, Duration ttl) {
        this.name = name;
        this.self = self;
        this.leases = leases;
        this.loop = Loop.start("lease-" + name, ttl.dividedBy(3), () -> renew(ttl));
    }

    private Pass renew(Duration ttl) {
        long seen = above;
        Lease lease = leases.lease(new LeaseRequest(name, self, ttl.toMillis(), seen));
        if (lease.holder().equals(self)) {
            if (seen == above) { // else the data plane has named a higher one meanwhile
                become(new Turn.Own(new Pusher(name, self, lease.epoch())));
            }
        } else {
            become(new Turn.Anothers("pushed by " + lease.holder()));
        }
        return new Pass.Settled();
    }

    private void become(Turn next) {
        if (next.equals(turn)) {
            return;
        }
        turn = next;
        switch (next) {
            case Turn.Own own -> log.info("lease={} holder={} pushes=here by={}", name, self, own.pusher());
            case Turn.Anothers(String reason) -> log.info("lease={} pushes=elsewhere reason=\"{}\"", name, reason);
        }
        listeners.forEach(Runnable::run);
    }

    @Override
    public Turn now() {
        return turn;
    }

    @Override
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /** Asks at once: where the lease is this one's all the same, it comes back with an epoch above. */
    @Override
    public void overtaken(Pusher by) {
        above = Math.max(above, by.epoch());
        become(new Turn.Anothers("pushed by %s, as the data plane says".formatted(by.holder())));
        loop.wake();
    }

    @Override
    public void close() {
        loop.close();
        if (turn instanceof Turn.Own) {
            try {
                leases.lease(new LeaseRequest(name, self, 0L, 0L));
            } catch (RuntimeException e) {
                log.debug("lease={} state=not-given-up reason=\"{}\"", name, e.toString());
            }
        }
    }
}
