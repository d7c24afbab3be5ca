package dev.fairlead.service.region;

import dev.fairlead.bus.EventBus;
import dev.fairlead.bus.Feed;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.Topic;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * What the same service in every other region last told, read whole: at each wake-up of a topic and now and then. What a
 * silent region told stays; it no longer counts as heard.
 */
public final class PeerFeeds<T> implements AutoCloseable {

    private final Map<RegionName, PeerFeed<T>> feeds = new TreeMap<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    /**
     * Begins to listen.
     *
     * @param refresh how often a region is asked when nothing wakes the feed: often enough that one lost answer silences none
     * @param questions what is asked of a region, by its name and base URL
     */
    public PeerFeeds(
            RegionProperties regions,
            Topic topic,
            Duration refresh,
            EventBus bus,
            InstantSource clock,
            BiFunction<RegionName, URI, PeerQuestion<T>> questions) {
        regions.peers()
                .forEach((name, url) -> feeds.put(
                        name,
                        new PeerFeed<>(
                                topic,
                                refresh,
                                bus,
                                clock,
                                questions.apply(name, url),
                                () -> listeners.forEach(Runnable::run))));
    }

    /** Calls the listener when a region told something else than before, or was heard again; it must return at once. */
    public void onNews(Runnable listener) {
        listeners.add(listener);
    }

    /** All other regions, heard or not. */
    public Set<RegionName> names() {
        return Set.copyOf(feeds.keySet());
    }

    /** Whether every region was heard at least once. */
    public boolean complete() {
        return feeds.values().stream().allMatch(feed -> feed.latest() != null);
    }

    /** What the regions told that were heard lately, and when they were asked; in order of name. */
    public Map<RegionName, Feed.Answer<T>> heard(Instant now) {
        Map<RegionName, Feed.Answer<T>> heard = new TreeMap<>();
        feeds.forEach((name, feed) -> {
            Feed.Answer<T> answer = feed.fresh(now);
            if (answer != null) {
                heard.put(name, answer);
            }
        });
        return heard;
    }

    /** What each region last told, heard lately or not; in order of name. */
    public List<T> told() {
        return feeds.values().stream()
                .map(PeerFeed::latest)
                .filter(Objects::nonNull)
                .map(Feed.Answer::value)
                .toList();
    }

    /** How many regions are heard now. */
    public Contact contact(Instant now) {
        return new Contact(heard(now).size() + 1, feeds.size() + 1);
    }

    /** What the region last told; absent: it never answered, or there is no such region. */
    public Feed.@Nullable Answer<T> latest(RegionName region) {
        PeerFeed<T> feed = feeds.get(region);
        return feed == null ? null : feed.latest();
    }

    @Override
    public void close() {
        feeds.values().forEach(PeerFeed::close);
    }
}
