package dev.fairlead.traffic.evidence;

import dev.fairlead.bus.EventBus;
import dev.fairlead.bus.Feed;
import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.DatabaseName;
import dev.fairlead.contracts.Listing;
import dev.fairlead.contracts.Topic;
import dev.fairlead.contracts.health.HealthApi;
import dev.fairlead.contracts.health.Verdict;
import dev.fairlead.contracts.replication.Freshness;
import dev.fairlead.contracts.replication.ReplicationApi;
import dev.fairlead.contracts.traffic.ApplicationSpec.DataNeeds;
import dev.fairlead.service.client.ConditionalRead;
import dev.fairlead.traffic.region.Heard;
import dev.fairlead.traffic.steering.Application;
import dev.fairlead.traffic.steering.Evidence;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Follows the health-service and the replication-service, and hands out what they last said about an application. */
@Component
public class LatestEvidence implements AutoCloseable {

    private static final Duration VERDICTS_REFRESH = Duration.ofSeconds(1);

    /** No event tells that a bound grew: a budget is passed unseen for at most this long. */
    private static final Duration FRESHNESS_REFRESH = Duration.ofMillis(250);

    private final Feed<Map<ApplicationName, Map<DataCenterName, List<Verdict>>>> verdicts;
    private final Feed<Map<DatabaseName, List<Freshness>>> freshness;
    private volatile Runnable onNews = () -> {};

    LatestEvidence(HealthApi health, ReplicationApi replication, EventBus bus, InstantSource clock) {
        NewestVerdicts newest = new NewestVerdicts();
        ConditionalRead<Listing<Verdict>> told = new ConditionalRead<>(health::verdicts);
        this.verdicts = new Feed<>(
                Topic.VERDICTS.name(),
                bus,
                VERDICTS_REFRESH,
                clock,
                () -> newest.take(told.get().items(), clock.instant()),
                new News<>());
        this.freshness = new Feed<>(
                Topic.FRESHNESS.name(),
                bus,
                FRESHNESS_REFRESH,
                clock,
                () -> byDatabase(replication.freshness().items()),
                new News<>());
    }

    /** Whom to wake after each answer that says something else than the one before. */
    public void onNews(Runnable wake) {
        this.onNews = wake;
    }

    /** Whether both sources answered at least once. */
    public boolean complete() {
        return verdicts.latest() != null && freshness.latest() != null;
    }

    /** @param heard of the other regions */
    public Evidence about(Application application, Heard heard) {
        if (heard.contact().isolated()) {
            return Evidence.CUT_OFF;
        }
        DataNeeds data = application.spec().data();
        Feed.Answer<Map<ApplicationName, Map<DataCenterName, List<Verdict>>>> said = verdicts.latest();
        return new Evidence(
                said == null ? Map.of() : said.value().getOrDefault(application.name(), Map.of()),
                data == null ? null : copies(data.database()),
                heard.elsewhere(application.name()));
    }

    private Evidence.@Nullable Copies copies(DatabaseName database) {
        Feed.Answer<Map<DatabaseName, List<Freshness>>> said = freshness.latest();
        return said == null
                ? null
                : new Evidence.Copies(said.asked(), said.value().getOrDefault(database, List.of()));
    }

    private static Map<DatabaseName, List<Freshness>> byDatabase(List<Freshness> copies) {
        Map<DatabaseName, List<Freshness>> index = new HashMap<>();
        for (Freshness copy : copies) {
            index.computeIfAbsent(copy.database(), name -> new ArrayList<>()).add(copy);
        }
        return index;
    }

    private final class News<T> implements Consumer<Feed.Answer<T>> {

        private @Nullable T before;

        @Override
        public void accept(Feed.Answer<T> answer) {
            if (!answer.value().equals(before)) {
                before = answer.value();
                onNews.run();
            }
        }
    }

    @Override
    public void close() {
        verdicts.close();
        freshness.close();
    }
}
