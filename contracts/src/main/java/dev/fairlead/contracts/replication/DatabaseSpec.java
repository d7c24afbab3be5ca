package dev.fairlead.contracts.replication;

import static dev.fairlead.contracts.InvalidFieldException.elements;
import static dev.fairlead.contracts.InvalidFieldException.inRange;
import static dev.fairlead.contracts.InvalidFieldException.required;
import static java.util.Objects.requireNonNullElse;
import static java.util.Objects.requireNonNullElseGet;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.EndpointAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL database with one member in each of some data centers.
 *
 * @param credentials name of the credentials, which the replication-service reads from a file of that name
 * @param sampleEveryMs sampling period: what the staleness bound is above the truth at most, beside the round trips; each
 *     member is read twice in it. Default 250
 * @param kind default PostgreSQL as it comes
 * @param synchronous absent: the primary acknowledges commits that nobody else has yet
 * @param takeover what may happen when the primary is lost; default {@link TakeoverPolicy#defaults}
 * @param topology who takes writes; default one primary
 */
public record DatabaseSpec(
        String databaseName,
        String credentials,
        List<Member> members,
        Integer sampleEveryMs,
        Kind kind,
        @Nullable Synchronous synchronous,
        TakeoverPolicy takeover,
        Topology topology) {

    public DatabaseSpec {
        required(databaseName, "databaseName");
        required(credentials, "credentials");
        members = elements(members, "members");
        sampleEveryMs = (int) inRange(requireNonNullElse(sampleEveryMs, 250), 50, 60_000, "sampleEveryMs");
        kind = requireNonNullElse(kind, Kind.POSTGRESQL);
        takeover = requireNonNullElseGet(takeover, TakeoverPolicy::defaults);
        topology = requireNonNullElse(topology, Topology.PRIMARY_REPLICA);
    }

    /** One with a primary. */
    public DatabaseSpec(
            String databaseName,
            String credentials,
            List<Member> members,
            Integer sampleEveryMs,
            Kind kind,
            @Nullable Synchronous synchronous,
            TakeoverPolicy takeover) {
        this(databaseName, credentials, members, sampleEveryMs, kind, synchronous, takeover, Topology.PRIMARY_REPLICA);
    }

    /** One that is replicated asynchronously and that only an operator moves. */
    public DatabaseSpec(String databaseName, String credentials, List<Member> members, Integer sampleEveryMs) {
        this(databaseName, credentials, members, sampleEveryMs, Kind.POSTGRESQL, null, TakeoverPolicy.defaults());
    }

    /** Whether there is no primary that could be lost or moved. */
    public boolean everyMemberWrites() {
        return topology == Topology.ACTIVE_ACTIVE;
    }

    /** Who takes writes. */
    public enum Topology {
        /** One member, which the others follow. Also what a topology of a newer version is read as. */
        @JsonEnumDefaultValue
        @JsonProperty("primary-replica")
        PRIMARY_REPLICA,
        /** Every member; each subscribes to each other one, by logical replication with {@code origin = none}. */
        @JsonProperty("active-active")
        ACTIVE_ACTIVE
    }

    /** What runs the servers. */
    public enum Kind {
        /** Nobody but their operators. Also what a kind of a newer version is read as. */
        @JsonEnumDefaultValue
        @JsonProperty("postgresql")
        POSTGRESQL,
        /** A Patroni cluster in each data center, all but one of them standby clusters. */
        @JsonProperty("patroni")
        PATRONI
    }

    /**
     * The database in one data center: a server, or a Patroni cluster of several. Which one is the primary is asked of the
     * servers, never configured.
     *
     * @param address of the server; of a Patroni cluster one that is read while nobody tells which one leads
     * @param patroni where the REST interfaces of the cluster's Patronis listen, all or some of them; default none: its Patroni
     *     is not spoken to. One alone may stand without brackets
     */
    public record Member(
            DataCenterName dataCenter,
            EndpointAddress address,

            @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
            @JsonInclude(JsonInclude.Include.NON_EMPTY)
            List<EndpointAddress> patroni) {

        public Member {
            required(dataCenter, "dataCenter");
            required(address, "address");
            patroni = elements(requireNonNullElse(patroni, List.of()), "patroni");
        }

        public Member(DataCenterName dataCenter, EndpointAddress address) {
            this(dataCenter, address, List.of());
        }
    }

    /**
     * A commit is acknowledged after some of these members have it. A standby calls itself ({@code application_name}) by the
     * name of its data center.
     *
     * @param members the primary's data center is one of them or not: of itself it asks nothing
     * @param acknowledgements how many standbys have to have a commit; default 1
     */
    public record Synchronous(List<DataCenterName> members, Integer acknowledgements) {

        public Synchronous {
            members = elements(members, "members");
            acknowledgements = (int) inRange(requireNonNullElse(acknowledgements, 1), 1, 63, "acknowledgements");
        }
    }

    /**
     * What may happen when the primary is lost.
     *
     * @param mode default manual
     * @param rpoBudgetMs how much acknowledged data a takeover by itself may lose; default 0: none
     * @param suspectAfterMs how long a primary has to be away before it is taken for lost; default 10000
     * @param leaseMs how long the primary may write without a renewal of its lease; default 45000, more than the control
     *     plane's own database needs to fail over
     * @param blockMs time after a takeover in which none begins by itself; default one hour
     * @param preference data centers that take over before others that have as much of the data; default none
     * @param failback whether the primary goes back to the first of the preference by itself; default none
     * @param failbackAfterMs how long the member there has to be well before that; default ten minutes
     */
    public record TakeoverPolicy(
            Mode mode,
            Long rpoBudgetMs,
            Long suspectAfterMs,
            Long leaseMs,
            Long blockMs,
            List<DataCenterName> preference,
            Failback failback,
            Long failbackAfterMs) {

        private static final long DAY_MS = 86_400_000;

        public TakeoverPolicy {
            mode = requireNonNullElse(mode, Mode.MANUAL);
            rpoBudgetMs = inRange(requireNonNullElse(rpoBudgetMs, 0L), 0, DAY_MS, "rpoBudgetMs");
            suspectAfterMs = inRange(requireNonNullElse(suspectAfterMs, 10_000L), 1_000, 600_000, "suspectAfterMs");
            leaseMs = inRange(requireNonNullElse(leaseMs, 45_000L), 10_000, 600_000, "leaseMs");
            blockMs = inRange(requireNonNullElse(blockMs, 3_600_000L), 0, 7 * DAY_MS, "blockMs");
            preference = elements(requireNonNullElse(preference, List.of()), "preference");
            failback = requireNonNullElse(failback, Failback.NONE);
            failbackAfterMs = inRange(requireNonNullElse(failbackAfterMs, 600_000L), 0, 7 * DAY_MS, "failbackAfterMs");
        }

        /** One after which the primary stays where it is. */
        @SuppressWarnings("NullAway") // the others have defaults
        public TakeoverPolicy(
                Mode mode,
                Long rpoBudgetMs,
                Long suspectAfterMs,
                Long leaseMs,
                Long blockMs,
                List<DataCenterName> preference) {
            this(mode, rpoBudgetMs, suspectAfterMs, leaseMs, blockMs, preference, null, null);
        }

        @SuppressWarnings("NullAway") // every component has a default
        public static TakeoverPolicy defaults() {
            return new TakeoverPolicy(null, null, null, null, null, null, null, null);
        }
    }

    /** Whether the primary goes back after a takeover. */
    public enum Failback {
        /** An operator moves it. Also what a choice of a newer version is read as. */
        @JsonEnumDefaultValue
        @JsonProperty("none")
        NONE,
        /** By a switchover, once the member of the preferred data center is rebuilt and well. */
        @JsonProperty("when-rebuilt")
        WHEN_REBUILT
    }

    /** Who begins a takeover. */
    public enum Mode {
        /** An operator. Also what a mode of a newer version is read as. */
        @JsonEnumDefaultValue
        @JsonProperty("manual")
        MANUAL,
        /** Fairlead, when it is proven that no more than the budget is lost; an operator may too. */
        @JsonProperty("automatic")
        AUTOMATIC
    }
}
