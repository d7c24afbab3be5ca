package dev.fairlead.service.region;

import dev.fairlead.bus.EventBus;
import dev.fairlead.bus.Feed;
import dev.fairlead.contracts.Topic;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** What another region, or another replica of this one, last told, and when it was asked. */
public final class PeerFeed<T> implements AutoCloseable {

    private final InstantSource clock;
    private final PeerQuestion<T> question;
    private final Runnable onNews;
    private final Feed<T> feed;
    private volatile Feed.@Nullable Answer<T> latest;

    /**
     * Begins to listen.
     *
     * @param onNews called when it told something else than before, or was heard again; it must return at once
     */
    public PeerFeed(
            Topic topic,
            Duration refresh,
            EventBus bus,
            InstantSource clock,
            PeerQuestion<T> question,
            Runnable onNews) {
        this.clock = clock;
        this.question = question;
        this.onNews = onNews;
        this.feed = new Feed<>(topic.name(), bus, refresh, clock, this::ask, this::take);
    }

    private T ask() {
        Feed.Answer<T> before = latest;
        return question.ask(before == null ? null : before.value(), clock.instant());
    }

    private void take(Feed.Answer<T> answer) {
        Feed.Answer<T> before = latest;
        latest = answer;
        if (before == null || before.value() != answer.value() || !Contact.fresh(before.asked(), answer.asked())) {
            onNews.run();
        }
    }

    /** Absent: it never told anything. */
    public Feed.@Nullable Answer<T> latest() {
        return latest;
    }

    /** Absent: it was not heard lately. */
    public Feed.@Nullable Answer<T> fresh(Instant now) {
        Feed.Answer<T> answer = latest;
        return answer != null && Contact.fresh(answer.asked(), now) ? answer : null;
    }

    @Override
    public void close() {
        feed.close();
    }
}
