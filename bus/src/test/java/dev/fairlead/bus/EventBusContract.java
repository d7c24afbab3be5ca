package dev.fairlead.bus;

import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What every bus keeps, run against each implementation. */
abstract class EventBusContract {

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Recorder recorder = new Recorder();

    /** A bus of this process; two of them stand for two processes. */
    protected abstract EventBus open();

    /** Takes the bus away from everybody, as an outage does. */
    protected abstract void cut();

    /** Gives it back. */
    protected abstract void heal();

    private final List<EventBus> opened = new CopyOnWriteArrayList<>();

    private EventBus bus() {
        EventBus bus = open();
        opened.add(bus);
        eventually(PATIENCE, () -> assertThat(bus.connected()).isTrue());
        return bus;
    }

    @AfterEach
    void closeAll() {
        opened.forEach(EventBus::close);
    }

    @Test
    void wakesSubscribersInEveryProcessThisOneIncluded() {
        EventBus here = bus();
        EventBus there = bus();
        Recorder other = new Recorder();
        here.subscribe("VERDICTS", recorder);
        there.subscribe("VERDICTS", other);
        eventually(PATIENCE, () -> assertThat(recorder.connected).hasPositiveValue());
        eventually(PATIENCE, () -> assertThat(other.connected).hasPositiveValue());

        here.publish(new Event("VERDICTS", "shop/us-west/192.0.2.1:443"));

        Event expected = new Event("VERDICTS", "shop/us-west/192.0.2.1:443");
        eventually(PATIENCE, () -> assertThat(recorder.events).containsExactly(expected));
        eventually(PATIENCE, () -> assertThat(other.events).containsExactly(expected));
    }

    @Test
    void keepsTopicsApartAndEndsASubscription() {
        EventBus bus = bus();
        Recorder plans = new Recorder();
        EventBus.Subscription verdicts = bus.subscribe("VERDICTS", recorder);
        bus.subscribe("PLANS", plans);
        eventually(PATIENCE, () -> assertThat(plans.connected).hasPositiveValue());

        verdicts.close();
        bus.publish(new Event("VERDICTS", "a"));
        bus.publish(new Event("PLANS", "b"));

        eventually(PATIENCE, () -> assertThat(plans.events).containsExactly(new Event("PLANS", "b")));
        assertThat(recorder.events).isEmpty();
    }

    @Test
    void tellsASubscriberThatItIsConnectedOnlyWhenItsTopicIsListenedTo() {
        EventBus bus = open();
        opened.add(bus);
        List<Event> expected = IntStream.range(0, 20)
                .mapToObj(i -> new Event("TOPIC" + i, "a"))
                .toList();

        bus.subscribe(
                "FIRST",
                new OnceConnected(() -> expected.forEach(
                        event -> bus.subscribe(event.topic(), new OnceConnected(() -> bus.publish(event))))));

        eventually(PATIENCE, () -> assertThat(recorder.events).containsExactlyInAnyOrderElementsOf(expected));
    }

    @Test
    void takesKeysOfEveryCharacterAndFullLength() {
        EventBus bus = bus();
        bus.subscribe("INTENT", recorder);
        eventually(PATIENCE, () -> assertThat(recorder.connected).hasPositiveValue());

        Event odd = new Event("INTENT", "it's \"odd\" \\ § 数");
        Event longest = new Event("INTENT", "k".repeat(Event.MAX_KEY));
        bus.publish(odd);
        bus.publish(longest);

        eventually(PATIENCE, () -> assertThat(recorder.events).containsExactly(odd, longest));
    }

    @Test
    void refusesTopicsAndKeysThatNoImplementationCouldCarry() {
        assertThatThrownBy(() -> new Event("ver dicts", "a")).hasMessageContaining("topic");
        assertThatThrownBy(() -> new Event("VERDICTS", "k".repeat(Event.MAX_KEY + 1)))
                .hasMessageContaining("key");
    }

    @Test
    void saysThatItIsAwayNeverBlocksThePublisherAndWakesWhenItIsBack() {
        EventBus bus = bus();
        bus.subscribe("PLANS", recorder);
        eventually(PATIENCE, () -> assertThat(recorder.connected).hasPositiveValue());
        int before = recorder.connected.get();

        cut();
        eventually(PATIENCE, () -> assertThat(bus.connected()).isFalse());
        for (int i = 0; i < 20_000; i++) {
            bus.publish(new Event("PLANS", "lost"));
        }
        heal();

        eventually(PATIENCE, () -> assertThat(recorder.connected).hasValueGreaterThan(before));
        bus.publish(new Event("PLANS", "after"));
        eventually(PATIENCE, () -> assertThat(recorder.events).contains(new Event("PLANS", "after")));
        assertThat(recorder.events).doesNotContain(new Event("PLANS", "lost"));
    }

    /** Does something as soon as its topic is listened to; what it hears is for the recorder. */
    private final class OnceConnected implements EventBus.Listener {

        private final Runnable action;
        private boolean done;

        OnceConnected(Runnable action) {
            this.action = action;
        }

        @Override
        public void onEvent(Event event) {
            recorder.onEvent(event);
        }

        @Override
        public void onConnected() {
            if (!done) {
                done = true;
                action.run();
            }
        }
    }
}
