package dev.fairlead.bus;

import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.testing.MutableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FeedTests {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration NEVER = Duration.ofHours(1);

    private final MutableClock clock = new MutableClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final InMemoryEventBus bus = new InMemoryEventBus();
    private final AtomicInteger source = new AtomicInteger();
    private final List<Integer> answers = new CopyOnWriteArrayList<>();
    private final List<Feed<Integer>> feeds = new CopyOnWriteArrayList<>();

    private Feed<Integer> feed(Supplier<Integer> from) {
        Feed<Integer> feed = new Feed<>("PLANS", bus, NEVER, clock, from, answer -> answers.add(answer.value()));
        feeds.add(feed);
        return feed;
    }

    @AfterEach
    void closeFeeds() {
        feeds.forEach(Feed::close);
    }

    @Test
    void readsTheWholeListAtStartAndAtEachWakeUp() {
        feed(source::get);
        eventually(PATIENCE, () -> assertThat(answers).contains(0));

        source.set(1);
        bus.publish(new Event("PLANS", "shop"));

        eventually(PATIENCE, () -> assertThat(answers).contains(1));
    }

    @Test
    void pollsOnceASecondWhileTheBusIsAway() {
        bus.setConnected(false);
        feed(source::get);
        eventually(PATIENCE, () -> assertThat(answers).contains(0));

        source.set(1);

        eventually(PATIENCE, () -> assertThat(answers).contains(1));
    }

    @Test
    void readsAgainWhenTheBusIsBack() {
        feed(source::get);
        eventually(PATIENCE, () -> assertThat(answers).contains(0));

        source.set(1);
        bus.setConnected(false);
        bus.setConnected(true);

        eventually(PATIENCE, () -> assertThat(answers).contains(1));
    }

    @Test
    void keepsTheLastAnswerAndItsTimeWhileTheSourceFails() {
        AtomicBoolean failing = new AtomicBoolean();
        AtomicInteger asked = new AtomicInteger();
        Feed<Integer> feed = feed(() -> {
            asked.incrementAndGet();
            if (failing.get()) {
                throw new IllegalStateException("away");
            }
            return source.get();
        });
        Instant first = clock.instant();
        eventually(PATIENCE, () -> assertThat(feed.latest()).isNotNull());

        failing.set(true);
        clock.advance(Duration.ofMinutes(1));
        int before = asked.get();
        feed.wake();

        eventually(PATIENCE, () -> assertThat(asked).hasValueGreaterThan(before + 1));
        assertThat(feed.latest()).isEqualTo(new Feed.Answer<>(0, first));
    }
}
