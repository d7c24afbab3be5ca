package dev.fairlead.traffic.steering;

import static java.util.Objects.requireNonNullElse;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.health.Verdict;
import dev.fairlead.contracts.replication.Freshness;
import dev.fairlead.contracts.traffic.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known about one application's data centers.
 *
 * @param verdicts about its endpoints; an endpoint without one is unknown
 * @param copies of its database; absent when the application has none, or the replication-service never answered
 * @param elsewhere what other regions know of them
 * @param dependencies how the applications that it depends on stand, each list in order of data center
 * @param lost the data centers that are lost as a whole, and why
 */
public record Evidence(
        Map<DataCenterName, List<Verdict>> verdicts,
        @Nullable Copies copies,
        Elsewhere elsewhere,
        Map<ApplicationName, List<Standing>> dependencies,
        Map<DataCenterName, String> lost) {

    public static final Evidence NONE = new Evidence(Map.of(), null, Elsewhere.NOWHERE);

    /**
     * What a region has that hears no majority of the regions: none, whatever it sees itself, so that everything stays as it
     * was but for what operators order.
     */
    public static final Evidence CUT_OFF = new Evidence(Map.of(), null, new Elsewhere(true, Map.of()));

    public Evidence {
        elsewhere = requireNonNullElse(elsewhere, Elsewhere.NOWHERE); // what older versions stored
        dependencies = requireNonNullElse(dependencies, Map.of());
        lost = requireNonNullElse(lost, Map.of());
    }

    /** Of an application that depends on no other. */
    public Evidence(Map<DataCenterName, List<Verdict>> verdicts, @Nullable Copies copies, Elsewhere elsewhere) {
        this(verdicts, copies, elsewhere, Map.of(), Map.of());
    }

    /** With what is known of others: the applications that it depends on, and the data centers as a whole. */
    public Evidence with(Map<ApplicationName, List<Standing>> standings, Map<DataCenterName, String> lostOnes) {
        return standings.isEmpty() && lostOnes.isEmpty()
                ? this
                : new Evidence(verdicts, copies, elsewhere, standings, lostOnes);
    }

    @Nullable Verdict verdict(DataCenterName dataCenter, EndpointAddress address) {
        for (Verdict verdict : verdicts.getOrDefault(dataCenter, List.of())) {
            if (verdict.endpoint().address().equals(address)) {
                return verdict;
            }
        }
        return null;
    }

    /**
     * Whether the replication-service says nothing now: then nothing changes on its account. An answer from the future is from
     * before the clock was set back.
     */
    boolean replicationSilent(Instant now) {
        return copies == null || Duration.between(copies.asked(), now).abs().compareTo(Copies.SILENT_AFTER) > 0;
    }

    /**
     * The last answer of the replication-service about the application's database.
     *
     * @param asked when it was asked, by this service's clock; the bounds are those of that moment. What passes after it
     *     is silence of the replication-service, not age of the data, and silence never moves traffic
     */
    public record Copies(Instant asked, List<Freshness> members) {

        static final Duration SILENT_AFTER = Duration.ofSeconds(3);

        public Copies {
            members = List.copyOf(members);
        }

        @Nullable Freshness in(DataCenterName dataCenter) {
            for (Freshness member : members) {
                if (member.dataCenter().equals(dataCenter)) {
                    return member;
                }
            }
            return null;
        }
    }
}
