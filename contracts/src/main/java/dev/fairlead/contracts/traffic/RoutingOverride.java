package dev.fairlead.contracts.traffic;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An operator's or a run's temporary decision.
 *
 * @param id chosen by whoever asks, so that asking twice changes nothing
 * @param kind absent: one of a newer version, which does nothing here
 * @param application absent: every application
 * @param dataCenter absent: everywhere, which only {@link Kind#READ_ONLY} is
 * @param expiresAt when it stops acting by itself
 * @param emptyAt when a drain that goes by steps has taken the last user out; absent: everybody leaves at once
 */
public record RoutingOverride(
        String id,
        Kind kind,
        @Nullable ApplicationName application,
        @Nullable DataCenterName dataCenter,
        String reason,
        String author,
        Instant createdAt,
        Instant expiresAt,
        @Nullable Instant emptyAt) {

    /** The ids of an evacuation's drains, one for each application, begin so. */
    public static final String EVACUATION = "evacuation-";

    /** Data planes and those who cached their answers need some seconds to follow. */
    private static final Duration SHORTEST_STEP = Duration.ofSeconds(5);

    /** Between the first step and the last: together they are a hundred, a percent each. */
    private static final int MOST_STEPS = 99;

    /** One that acts at once. */
    public RoutingOverride(
            String id,
            Kind kind,
            @Nullable ApplicationName application,
            @Nullable DataCenterName dataCenter,
            String reason,
            String author,
            Instant createdAt,
            Instant expiresAt) {
        this(id, kind, application, dataCenter, reason, author, createdAt, expiresAt, null);
    }

    /** The same, without steps. */
    public RoutingOverride atOnce() {
        return emptyAt == null
                ? this
                : new RoutingOverride(id, kind, application, dataCenter, reason, author, createdAt, expiresAt);
    }

    /**
     * What a drain leaves the data center of its share, in percent: less with each of its equal steps. The first one is at once, the
     * last one when it is empty.
     */
    public int percentLeft(Instant now) {
        if (emptyAt == null || !now.isBefore(emptyAt)) {
            return 0;
        }
        long over = Math.max(1, Duration.between(createdAt, emptyAt).toMillis());
        long steps = Math.clamp(over / SHORTEST_STEP.toMillis(), 1, MOST_STEPS);
        long passed = Math.max(0, Duration.between(createdAt, now).toMillis());
        return (int) (100 * (steps - steps * passed / over) / (steps + 1));
    }

    /** Whether it takes the users of all applications out of the data center, be it alone or as one of an evacuation's drains. */
    public boolean evacuates() {
        return kind == Kind.DRAIN && (application == null || id.startsWith(EVACUATION));
    }

    /** Whether it is about this data center. */
    public boolean isAbout(DataCenterName name) {
        return dataCenter == null || dataCenter.equals(name);
    }

    /** The one data center that it is about; fails where it is about all of them. */
    public DataCenterName where() {
        return Objects.requireNonNull(dataCenter, "it is about every data center");
    }

    public boolean actsOn(ApplicationName name, Instant now) {
        return (application == null || application.equals(name)) && now.isBefore(expiresAt);
    }

    /** What the override does. */
    public enum Kind {
        /** The data center gets no share. */
        @JsonProperty("drain")
        DRAIN,
        /** The data center gets the whole share, as long as it is healthy. */
        @JsonProperty("pin")
        PIN,
        /** Its endpoints count as up, whatever the probes say. */
        @JsonProperty("treat-as-up")
        TREAT_AS_UP,
        /** Its endpoints count as down, whatever the probes say: the policies decide what follows, as in an outage. */
        @JsonProperty("treat-as-down")
        TREAT_AS_DOWN,
        /** The application takes no writes there, or anywhere; nobody is sent elsewhere. */
        @JsonProperty("read-only")
        READ_ONLY
    }
}
