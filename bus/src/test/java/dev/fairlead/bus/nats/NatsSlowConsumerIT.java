package dev.fairlead.bus.nats;

import static dev.fairlead.bus.nats.Buses.PATIENCE;
import static dev.fairlead.bus.nats.Buses.listen;
import static dev.fairlead.bus.nats.Buses.reaches;
import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.bus.Event;
import dev.fairlead.bus.EventBus;
import dev.fairlead.bus.Recorder;
import dev.fairlead.testing.servers.NatsServer;
import dev.fairlead.testing.servers.TcpLink;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nobody who is slow holds up or fills another's memory; whoever lost something reads everything again. */
class NatsSlowConsumerIT {

    private static final String LARGE = "k".repeat(Event.MAX_KEY);

    private final Buses buses = new Buses();

    @AfterEach
    void close() {
        buses.close();
    }

    @Test
    void dropsWhatASlowSubscriberCannotTakeAndWakesIt() {
        try (NatsServer server = NatsServer.create()) {
            server.start();
            NatsEventBus fast = buses.open("east", server.url());
            Recorder other = listen(fast, "PLANS");
            CountDownLatch released = new CountDownLatch(1);
            AtomicInteger woken = new AtomicInteger();
            NatsEventBus slow = buses.open("east", server.url());
            slow.subscribe("PLANS", new EventBus.Listener() {
                @Override
                public void onEvent(Event event) {
                    try {
                        released.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }

                @Override
                public void onConnected() {
                    woken.incrementAndGet();
                }
            });
            eventually(PATIENCE, () -> assertThat(woken).hasPositiveValue());

            int sent = 0;
            while (sent < 15_000) { // in portions that the publisher's own buffer takes
                for (int i = 0; i < 1_000; i++) {
                    fast.publish(new Event("PLANS", "many"));
                }
                sent += 1_000;
                int all = sent;
                eventually(PATIENCE, () -> assertThat(other.events).hasSizeGreaterThanOrEqualTo(all));
            }
            int before = woken.get();
            eventually(PATIENCE, () -> {
                fast.publish(new Event("PLANS", "one more"));
                assertThat(woken).hasValueGreaterThan(before);
            });
            assertThat(slow.connected()).isTrue();

            released.countDown();
            reaches(fast, "PLANS", other);
        }
    }

    @Test
    void tellsTheOthersWhenThePublishersOwnBufferWasFull() {
        try (NatsServer server = NatsServer.create();
                TcpLink link = TcpLink.to(server.port())) {
            server.start();
            NatsEventBus far = buses.open("east", "nats://127.0.0.1:" + link.port());
            NatsEventBus near = buses.open("east", server.url());
            Recorder heard = listen(near, "PLANS");
            reaches(far, "PLANS", heard);

            link.hold();
            int before = heard.connected.get();
            for (int i = 0; i < 60_000; i++) { // more than all buffers on the way take
                far.publish(new Event("PLANS", LARGE));
            }
            link.heal();

            eventually(PATIENCE, () -> assertThat(heard.connected).hasValueGreaterThan(before));
            reaches(far, "PLANS", heard);
        }
    }

    @Test
    void isWokenAfterTheServerCutItOffAsTooSlow() {
        try (NatsServer server = NatsServer.create("write_deadline: \"500ms\"\nmax_pending: 1MB\n");
                TcpLink link = TcpLink.to(server.port())) {
            server.start();
            NatsEventBus slow = buses.open("east", "nats://127.0.0.1:" + link.port());
            NatsEventBus fast = buses.open("east", server.url());
            Recorder heard = listen(slow, "PLANS");
            reaches(fast, "PLANS", heard);

            link.hold();
            int before = heard.connected.get();
            eventually(PATIENCE, () -> {
                for (int i = 0; i < 2_000; i++) {
                    fast.publish(new Event("PLANS", LARGE));
                }
                assertThat(server.said()).contains("Slow Consumer");
            });
            link.heal();

            eventually(PATIENCE, () -> assertThat(heard.connected).hasValueGreaterThan(before));
            reaches(fast, "PLANS", heard);
        }
    }
}
