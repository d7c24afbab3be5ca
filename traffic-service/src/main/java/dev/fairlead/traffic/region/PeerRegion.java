package dev.fairlead.traffic.region;

import dev.fairlead.bus.EventBus;
import dev.fairlead.bus.Feed;
import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.Topic;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.service.region.Contact;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;

/** The plans of another region, or of another replica of this one, as last heard. They are only sent when they changed, so that asking often is cheap. */
public final class PeerRegion implements AutoCloseable {

    /** Often enough that regions which hear each other again agree within two seconds, and a lost answer silences none. */
    private static final Duration REFRESH = Duration.ofMillis(500);

    private final RegionName name;
    private final RegionApi api;
    private final Feed<Told> feed;
    private final Runnable onNews;
    private @Nullable Told known;
    private @Nullable Instant lastAsked;

    PeerRegion(RegionName name, RegionApi api, EventBus bus, InstantSource clock, Runnable onNews) {
        this.name = name;
        this.api = api;
        this.onNews = onNews;
        this.feed = new Feed<>(Topic.PLANS.name(), bus, REFRESH, clock, this::ask, this::take);
    }

    private synchronized Told ask() {
        Told before = known;
        ResponseEntity<RegionPlans> answer = api.plans(name.value(), before == null ? null : before.version());
        RegionPlans plans = answer.getBody();
        if (plans == null && before != null) {
            return before;
        }
        return Told.of(
                Objects.requireNonNull(plans, "no plans in the answer of " + name),
                Objects.requireNonNullElse(answer.getHeaders().getETag(), "\"\""),
                before == null ? PlanDigests.NONE : before.digests());
    }

    private synchronized void take(Feed.Answer<Told> answer) {
        boolean news = answer.value() != known || !Contact.fresh(lastAsked, answer.asked());
        known = answer.value();
        lastAsked = answer.asked();
        if (news) {
            onNews.run();
        }
    }

    /** Absent: never. */
    public @Nullable Instant lastHeard() {
        Feed.Answer<Told> latest = feed.latest();
        return latest == null ? null : latest.asked();
    }

    /** Absent: it never told anything. */
    public @Nullable Told told() {
        Feed.Answer<Told> latest = feed.latest();
        return latest == null ? null : latest.value();
    }

    @Override
    public void close() {
        feed.close();
    }

    /**
     * What it told.
     *
     * @param version under which the region knows this answer
     */
    public record Told(boolean isolated, Map<ApplicationName, RoutingPlan> plans, PlanDigests digests, String version) {

        static Told of(RegionPlans answer, String version, PlanDigests before) {
            Map<ApplicationName, RoutingPlan> plans = answer.plans().stream()
                    .collect(Collectors.toUnmodifiableMap(RoutingPlan::application, Function.identity()));
            return new Told(answer.isolated(), plans, PlanDigests.of(plans, before), version);
        }
    }
}
