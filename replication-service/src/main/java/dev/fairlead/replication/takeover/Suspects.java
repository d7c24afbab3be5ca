package dev.fairlead.replication.takeover;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.DatabaseName;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.replication.DatabaseSpec;
import dev.fairlead.contracts.replication.Freshness;
import dev.fairlead.contracts.replication.MemberRole;
import dev.fairlead.replication.merge.Voice;
import dev.fairlead.replication.region.Regions;
import dev.fairlead.replication.sample.Fleet;
import dev.fairlead.replication.takeover.member.MemberActions;
import dev.fairlead.replication.takeover.member.MemberSession;
import dev.fairlead.replication.takeover.member.MemberState;
import dev.fairlead.replication.takeover.rule.Suspicion;
import dev.fairlead.replication.takeover.rule.Suspicion.Electorate;
import dev.fairlead.replication.takeover.rule.Suspicion.Sight;
import dev.fairlead.replication.takeover.rule.Suspicion.Witness;
import dev.fairlead.replication.timeline.Finding;
import dev.fairlead.service.region.RegionProperties;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What the regions and the standbys say of a primary. */
@Component
final class Suspects {

    private final Fleet fleet;
    private final Regions regions;
    private final RegionProperties properties;
    private final MemberActions members;

    Suspects(Fleet fleet, Regions regions, RegionProperties properties, MemberActions members) {
        this.fleet = fleet;
        this.regions = regions;
        this.properties = properties;
        this.members = members;
    }

    /**
     * The primary as it is known.
     *
     * @param finding of this region
     * @param silentFor time since it answered this region last
     */
    record Known(Finding finding, Duration silentFor) {

        DataCenterName dataCenter() {
            return finding.freshness().dataCenter();
        }
    }

    /** Who is primary, or was last, as this region knows; empty: nobody is known, or several say so. */
    Optional<Known> primary(DatabaseName database) {
        List<Finding> primaries =
                findings(database).stream().filter(Suspects::isPrimary).toList();
        if (primaries.size() != 1) {
            return Optional.empty();
        }
        Finding only = primaries.getFirst();
        Long silentMs = only.freshness().stalenessBoundMs();
        return silentMs == null ? Optional.empty() : Optional.of(new Known(only, Duration.ofMillis(silentMs)));
    }

    private static boolean isPrimary(Finding finding) {
        return finding.freshness().role() == MemberRole.PRIMARY;
    }

    /** Everything acknowledged longer ago than this is on the member; empty: nothing is certified. */
    Optional<Duration> bound(DatabaseName database, DataCenterName member) {
        for (Freshness freshness : regions.merge(database, findings(database))) {
            Long boundMs = freshness.stalenessBoundMs();
            if (freshness.dataCenter().equals(member) && boundMs != null) {
                return Optional.of(Duration.ofMillis(boundMs));
            }
        }
        return Optional.empty();
    }

    RegionName here() {
        return properties.region();
    }

    /** Whether whatever is known is known to this region. */
    boolean onlyHere() {
        return properties.peers().isEmpty();
    }

    /** Whether the primary there is lost. Standbys are asked only when the regions miss it for long enough. */
    Suspicion judge(DatabaseName database, DatabaseSpec spec, DataCenterName primary) {
        return judge(database, spec, primary, null);
    }

    /**
     * The same, in a run that may have begun in another process.
     *
     * @param knownIn a region that had seen the primary when the run began, so that it has a vote on its loss although its process
     *     started anew and never saw it; absent: none is known
     */
    Suspicion judge(DatabaseName database, DatabaseSpec spec, DataCenterName primary, @Nullable RegionName knownIn) {
        Electorate electorate =
                new Electorate(properties.peers().size() + 1, spec.members().size());
        List<Sight> sights = sights(database, primary);
        if (here().equals(knownIn) && findings(database).stream().noneMatch(Suspects::isPrimary)) {
            fleet.inVain(database, primary).ifPresent(silent -> sights.add(new Sight(here(), false, silent)));
        }
        Duration patience = Duration.ofMillis(spec.takeover().suspectAfterMs());
        List<DataCenterName> standbys = spec.members().stream()
                .map(DatabaseSpec.Member::dataCenter)
                .filter(member -> !member.equals(primary))
                .toList();
        boolean missed = sights.stream().noneMatch(Sight::reachable)
                && sights.stream().anyMatch(sight -> sight.silentFor().compareTo(patience) >= 0);
        return Suspicion.of(sights, electorate, missed ? witnesses(spec, standbys) : List.of(), patience);
    }

    private List<Sight> sights(DatabaseName database, DataCenterName primary) {
        List<Sight> sights = new ArrayList<>();
        for (Voice voice : regions.voices(database, findings(database))) {
            Freshness said = voice.finding().freshness();
            Long silentMs = said.stalenessBoundMs();
            if (said.dataCenter().equals(primary) && said.role() == MemberRole.PRIMARY && silentMs != null) {
                sights.add(new Sight(
                        voice.region(),
                        said.reachable(),
                        Duration.ofMillis(silentMs).plus(voice.age())));
            }
        }
        return sights;
    }

    private List<Witness> witnesses(DatabaseSpec spec, List<DataCenterName> standbys) {
        List<Witness> witnesses = new ArrayList<>();
        members.askAll(spec, standbys, MemberSession::state).forEach((member, state) -> {
            if (state instanceof MemberState.Standby standby) {
                MemberState.Receiver receiver = standby.receiver();
                boolean streams = receiver != null && receiver.streams();
                witnesses.add(new Witness(member, streams, receiver == null ? Duration.ZERO : receiver.silentFor()));
            }
        });
        return witnesses;
    }

    private List<Finding> findings(DatabaseName database) {
        return fleet.findings().stream()
                .filter(finding -> finding.freshness().database().equals(database))
                .toList();
    }
}
