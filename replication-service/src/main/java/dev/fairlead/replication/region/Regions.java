package dev.fairlead.replication.region;

import dev.fairlead.bus.EventBus;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.DatabaseName;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.Topic;
import dev.fairlead.contracts.replication.Freshness;
import dev.fairlead.replication.merge.Merge;
import dev.fairlead.replication.merge.Voice;
import dev.fairlead.replication.sample.RoundTrip;
import dev.fairlead.replication.timeline.Finding;
import dev.fairlead.service.region.PeerFeeds;
import dev.fairlead.service.region.PeerQuestion;
import dev.fairlead.service.region.RegionProperties;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** What all regions find, this one and those that are heard. */
public final class Regions implements AutoCloseable {

    private static final Duration REFRESH = Duration.ofSeconds(1);

    private final RegionName here;
    private final InstantSource clock;
    private final PeerFeeds<Told> feeds;

    /**
     * Begins to listen.
     *
     * @param clock one that never goes back: a bound's age must not shrink
     * @param questions asks a region, by its name and base URL, what it finds about each database
     */
    public Regions(
            RegionProperties properties,
            EventBus bus,
            InstantSource clock,
            BiFunction<RegionName, URI, PeerQuestion<Told>> questions) {
        this.here = properties.region();
        this.clock = clock;
        this.feeds = new PeerFeeds<>(properties, Topic.FRESHNESS, REFRESH, bus, clock, questions);
    }

    /** Calls the listener when a region was heard; it must return at once. */
    public void onHeard(Runnable listener) {
        feeds.onNews(listener);
    }

    /**
     * The freshness of one database's members by all that is found.
     *
     * @param own findings about each of its members, of this moment; members that only others know of do not count
     */
    public List<Freshness> merge(DatabaseName database, List<Finding> own) {
        return Merge.of(here, voices(database, own));
    }

    /** The same, region by region. */
    public List<Voice> voices(DatabaseName database, List<Finding> own) {
        Instant now = clock.instant();
        Set<DataCenterName> members =
                own.stream().map(finding -> finding.freshness().dataCenter()).collect(Collectors.toSet());
        List<Voice> voices = new ArrayList<>();
        own.forEach(finding -> voices.add(new Voice(here, Duration.ZERO, finding)));
        feeds.heard(now)
                .forEach((region, answer) -> answer.value().findings().getOrDefault(database, List.of()).stream()
                        .filter(finding -> members.contains(finding.freshness().dataCenter()))
                        .forEach(finding ->
                                voices.add(new Voice(region, Duration.between(answer.asked(), now), finding))));
        return voices;
    }

    /**
     * How far each region is from the members of a database; nothing of one that is not heard.
     *
     * @param own what this region measured
     */
    public SortedMap<RegionName, List<RoundTrip>> roundTrips(DatabaseName database, List<RoundTrip> own) {
        SortedMap<RegionName, List<RoundTrip>> all = new TreeMap<>();
        all.put(here, of(database, own));
        feeds.names().forEach(region -> all.put(region, List.of()));
        feeds.heard(clock.instant())
                .forEach((region, answer) ->
                        all.put(region, of(database, answer.value().roundTrips())));
        return all;
    }

    private static List<RoundTrip> of(DatabaseName database, List<RoundTrip> all) {
        return all.stream().filter(one -> one.database().equals(database)).toList();
    }

    @Override
    public void close() {
        feeds.close();
    }
}
