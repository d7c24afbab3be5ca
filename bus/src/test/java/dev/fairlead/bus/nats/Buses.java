package dev.fairlead.bus.nats;

import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.bus.Event;
import dev.fairlead.bus.EventBus;
import dev.fairlead.bus.Recorder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The buses of one test, each standing for a process. */
final class Buses implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final AtomicInteger keys = new AtomicInteger();
    private final List<NatsEventBus> opened = new ArrayList<>();

    NatsEventBus open(NatsSettings settings) {
        NatsEventBus bus = new NatsEventBus(settings);
        opened.add(bus);
        return bus;
    }

    /** A bus of a region, which tries these servers in this order. */
    NatsEventBus open(String region, String... servers) {
        return open(new NatsSettings("test", region, Arrays.asList(servers), new NatsLogin.None(), null));
    }

    /** A subscriber that was told that its topic is listened to. */
    static Recorder listen(EventBus bus, String topic) {
        Recorder recorder = new Recorder();
        bus.subscribe(topic, recorder);
        eventually(PATIENCE, () -> assertThat(recorder.connected).hasPositiveValue());
        return recorder;
    }

    /** Returns when an event came through: what servers know of each other's subscribers takes a moment. */
    static void reaches(EventBus from, String topic, Recorder to) {
        String key = "key-" + keys.incrementAndGet();
        eventually(PATIENCE, () -> {
            from.publish(new Event(topic, key));
            assertThat(to.events).contains(new Event(topic, key));
        });
    }

    @Override
    public void close() {
        opened.forEach(NatsEventBus::close);
    }
}
