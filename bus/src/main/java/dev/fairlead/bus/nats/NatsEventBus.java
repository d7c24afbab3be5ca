package dev.fairlead.bus.nats;

import dev.fairlead.bus.Event;
import dev.fairlead.bus.EventBus;
import dev.fairlead.bus.Subscribers;
import dev.fairlead.loop.Loop;
import dev.fairlead.loop.Pass;
import io.nats.client.Message;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says its events under {@code fairlead.<region>.<topic>} and listens to a topic of all regions, so that a partition
 * leaves each side whole. One loop connects for ever, to the region's own server when that can be, and wakes every subscriber
 * whenever something may have been lost: after each connection, a full buffer, or a gap in somebody's heart beats.
 */
public final class NatsEventBus implements EventBus {

    private static final Logger log = LoggerFactory.getLogger(NatsEventBus.class);
    private static final Duration BEAT = Duration.ofSeconds(1);
    private static final Duration SHORTEST_RETRY = Duration.ofMillis(200);
    private static final Duration HOMEWARD = Duration.ofSeconds(10);

    private final NatsSettings settings;
    private final HeartBeats beats;
    private final Subscribers subscribers = new Subscribers();
    private final AtomicBoolean renewing = new AtomicBoolean();
    private final Loop loop;
    private volatile @Nullable NatsSession session;
    private volatile boolean closed;
    private boolean moved;
    private long triedToMove = System.nanoTime();
    private String lastFailure = "";

    /** Starts to connect; returns at once, also while every server is away. */
    public NatsEventBus(NatsSettings settings) {
        this.settings = settings;
        this.beats = new HeartBeats(settings.name());
        this.loop = Loop.start("bus-nats", BEAT, this::attend);
    }

    @Override
    public void publish(Event event) {
        NatsSession current = session;
        if (current != null) {
            current.publish(
                    Subjects.of(settings.region(), event.topic()), event.key().getBytes(StandardCharsets.UTF_8));
        }
    }

    @Override
    public Subscription subscribe(String topic, Listener listener) {
        Subscription subscription = subscribers.add(topic, listener);
        loop.wake();
        return subscription;
    }

    @Override
    public boolean connected() {
        NatsSession current = session;
        return current != null && current.alive();
    }

    /** Connects anew, with the TLS context of this moment; keeps the present connection when that does not work out. */
    public void renew() {
        renewing.set(true);
        loop.wake();
    }

    private Pass attend() {
        NatsSession current = session;
        if (current != null && !current.alive()) {
            leave(current, current.trouble());
            current = null;
        }
        boolean renew = renewing.getAndSet(false);
        if (current == null || renew) {
            move(settings.servers());
        } else if (homewardIsDue(current)) {
            move(settings.servers().subList(0, 1));
        }
        NatsSession kept = session;
        if (kept != null) {
            keep(kept);
        }
        return new Pass.Again(connected() ? BEAT : retry());
    }

    /** Connects to the first of the servers that answers; when none does, the present connection stays. */
    private void move(List<String> servers) {
        triedToMove = System.nanoTime();
        List<String> reasons = new ArrayList<>();
        for (String server : servers) {
            if (closed) {
                return;
            }
            try {
                enter(new NatsSession(settings, server, this::deliver, () -> loop.wake()));
                return;
            } catch (IOException | RuntimeException e) {
                reasons.add(server + ": " + e.getMessage());
            }
        }
        String failure = String.join("; ", reasons);
        if (!failure.equals(lastFailure)) {
            log.warn("bus=nats state=cannot-connect reason=\"{}\"", failure);
        }
        lastFailure = failure;
    }

    private void enter(NatsSession next) {
        NatsSession previous = session;
        session = next;
        moved = true;
        lastFailure = "";
        log.info("bus=nats state=connected server={}", next.server());
        if (previous != null) {
            previous.close();
        }
        if (closed) {
            next.close();
        }
    }

    /** Listens to what is new, beats, and wakes whoever may have missed something. */
    private void keep(NatsSession current) {
        List<Listener> joined = subscribers.takeJoining();
        Set<String> topics = subscribers.topics();
        try {
            current.listenTo(Subjects.everywhere(topics));
        } catch (IOException e) {
            leave(current, e.getMessage());
            return;
        }
        long unsent = current.unsent();
        long unheard = current.unheard();
        if (unsent + unheard > 0) {
            log.warn("bus=nats event=dropped unsent={} unheard={}", unsent, unheard);
        }
        if (moved || unsent > 0) {
            beats.skip();
        }
        current.publish(Subjects.of(settings.region(), Subjects.HEART_BEAT), beats.next());
        if (moved || unheard > 0 || beats.missed()) {
            subscribers.wake(topics);
        } else {
            joined.forEach(Listener::onConnected);
        }
        moved = false;
    }

    private void leave(NatsSession current, @Nullable String reason) {
        log.warn("bus=nats state=disconnected server={} reason=\"{}\"", current.server(), reason);
        session = null;
        current.close();
    }

    private boolean homewardIsDue(NatsSession current) {
        return !current.server().equals(settings.servers().getFirst())
                && System.nanoTime() - triedToMove > HOMEWARD.toNanos();
    }

    private void deliver(Message message) {
        String topic = Subjects.topic(message.getSubject());
        try {
            if (topic.equals(Subjects.HEART_BEAT)) {
                beats.heard(message.getData());
            } else if (!closed) {
                subscribers.tell(new Event(topic, new String(message.getData(), StandardCharsets.UTF_8)));
            }
        } catch (IllegalArgumentException e) {
            log.debug("bus=nats event=unreadable subject={}", message.getSubject(), e);
        }
    }

    /** Spread, so that a server that comes back is not met by everybody at once. */
    private static Duration retry() {
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(SHORTEST_RETRY.toMillis(), BEAT.toMillis()));
    }

    /** Returns at once; what is under way ends by itself. */
    @Override
    public void close() {
        closed = true;
        Thread.ofVirtual().name("bus-nats-end").start(() -> {
            loop.close();
            NatsSession current = session;
            if (current != null) {
                current.close();
            }
        });
    }
}
