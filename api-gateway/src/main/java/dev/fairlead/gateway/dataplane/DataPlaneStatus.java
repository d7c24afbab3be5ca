package dev.fairlead.gateway.dataplane;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a data plane stands towards the plans.
 *
 * @param obeyed absent until it was seen to obey
 * @param observed what it counted; absent: it does not tell
 * @param refusals what of the last change it did not take
 */
public record DataPlaneStatus(
        String name,
        String kind,
        DataPlane.Capabilities capabilities,
        Standing standing,
        @Nullable Obeyed obeyed,
        Counts counts,
        @Nullable ObservedTraffic observed,
        Source source,
        List<Refusal> refusals) {

    public DataPlaneStatus {
        refusals = List.copyOf(refusals);
    }

    /** Of one that is configured, without what it counted. */
    public DataPlaneStatus(
            String name,
            String kind,
            DataPlane.Capabilities capabilities,
            Standing standing,
            @Nullable Obeyed obeyed,
            Counts counts,
            List<Refusal> refusals) {
        this(name, kind, capabilities, standing, obeyed, counts, null, Source.CONFIGURED, refusals);
    }

    /** The same with what it counted; that this cannot be read is one thing more to know of one that obeys. */
    DataPlaneStatus counting(@Nullable ObservedTraffic traffic, @Nullable String unread) {
        boolean obeys = standing.state() == State.IN_SYNC || standing.state() == State.PARTIAL;
        boolean told = unread != null && obeys;
        Standing shown = told
                ? new Standing(
                        standing.state(),
                        "%s; what it counts cannot be read: %s".formatted(standing.reason(), unread),
                        standing.since())
                : standing;
        return new DataPlaneStatus(name, kind, capabilities, shown, obeyed, counts, traffic, source, refusals);
    }

    DataPlaneStatus registered() {
        return new DataPlaneStatus(
                name, kind, capabilities, standing, obeyed, counts, observed, Source.REGISTERED, refusals);
    }

    /** Where the gateway knows it from. */
    public enum Source {
        @JsonProperty("configured")
        CONFIGURED,
        @JsonProperty("registered")
        REGISTERED
    }

    /**
     * @param reason a sentence
     * @param since when this state began
     */
    public record Standing(State state, String reason, Instant since) {}

    /** Whether the data plane does what was decided. */
    public enum State {
        /** It was seen to answer as desired. */
        @JsonProperty("in-sync")
        IN_SYNC,
        /** A change is under way. */
        @JsonProperty("behind")
        BEHIND,
        /** The last attempt failed; it keeps what it had and is tried again. Also what a reader takes a state for that it does not know. */
        @JsonEnumDefaultValue
        @JsonProperty("failing")
        FAILING,
        /** It does not hold what was decided, and is only observed. */
        @JsonProperty("drifted")
        DRIFTED,
        /** Another gateway pushes to it, and tells how it stands. */
        @JsonProperty("following")
        FOLLOWING,
        /** It was seen to answer as desired, but for what it refused: that stays as it was and is tried again at each look. */
        @JsonProperty("partial")
        PARTIAL
    }

    /**
     * The newest change that it was seen to obey.
     *
     * @param epoch the greatest among the plans
     * @param lagMs from the decision to the verified answer; absent for plans that were decided before the gateway started
     * @param proofLagMs from the start of the probe behind the decision; absent when no change of health led to it
     */
    public record Obeyed(
            long epoch,
            Instant at,
            @Nullable Long lagMs,
            @Nullable Long proofLagMs) {

        Obeyed at(long newerEpoch) {
            return new Obeyed(newerEpoch, at, lagMs, proofLagMs);
        }
    }

    /**
     * @param retries attempts that failed
     * @param driftsMended times that it was found changed by another hand, or restarted, and was put right
     */
    public record Counts(long retries, long driftsMended) {}
}
