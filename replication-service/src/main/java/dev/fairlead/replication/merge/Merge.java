package dev.fairlead.replication.merge;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.replication.Freshness;
import dev.fairlead.contracts.replication.MemberRole;
import dev.fairlead.replication.timeline.Branch;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the regions that are heard say of one database's members, made one. It follows the rules by which a single region
 * judges its own samples: claims to be primary at once void everything, and only the newest primary's history counts.
 */
public final class Merge {

    private final RegionName here;
    private final SortedMap<DataCenterName, Voices> members = new TreeMap<>();
    private final List<Claim> claims;
    private final @Nullable Branch branch;

    private Merge(RegionName here, Collection<Voice> voices) {
        this.here = here;
        voices.stream()
                .collect(Collectors.groupingBy(voice -> voice.freshness().dataCenter()))
                .forEach((member, said) -> members.put(member, Voices.of(said.stream())));
        this.claims = Claim.of(members);
        this.branch = claims.isEmpty() ? newestCertified() : claims.getFirst().branch();
    }

    /**
     * The freshness of each member, in order of data center.
     *
     * @param here the region that tells
     * @param voices of all regions that are heard, about the members of one database
     */
    public static List<Freshness> of(RegionName here, Collection<Voice> voices) {
        if (voices.stream().anyMatch(voice -> voice.freshness().role() == MemberRole.WRITER)) {
            return WritersMerge.of(here, voices);
        }
        Merge merge = new Merge(here, voices);
        return merge.members.keySet().stream().map(merge::member).toList();
    }

    /** Where no primary is known: the history in which replicas are certified, if it is one. */
    private @Nullable Branch newestCertified() {
        Set<Branch> certified = members.values().stream()
                .flatMap(voices -> voices.all().stream())
                .filter(voice -> voice.boundMs() != null)
                .map(Voice::branch)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        List<Branch> newest = certified.stream()
                .filter(one -> certified.stream().noneMatch(other -> other.supersedes(one)))
                .toList();
        return newest.size() == 1 ? newest.getFirst() : null;
    }

    private Freshness member(DataCenterName name) {
        Voices voices = Objects.requireNonNull(members.get(name));
        boolean primary = claims.stream().anyMatch(claim -> claim.member().equals(name));
        if (claims.size() > 1) {
            return uncertified(voices, voices.role(primary), conflict());
        }
        Optional<Voice> certifying = branch == null ? Optional.empty() : voices.certifying(branch);
        return certifying
                .map(voice -> certified(voices, voices.role(primary), voice))
                .orElseGet(() -> uncertified(voices, voices.role(primary), whyUncertified(voices)));
    }

    private Freshness certified(Voices voices, MemberRole role, Voice voice) {
        Freshness said = voice.freshness();
        return new Freshness(
                said.database(),
                said.dataCenter(),
                role,
                voices.reached(),
                voice.boundMs(),
                voice.age().isZero() ? said.bytesBehind() : null, // an old position would show too few bytes
                said.reason() + source(voice));
    }

    private static Freshness uncertified(Voices voices, MemberRole role, String reason) {
        Freshness said = voices.all().getFirst().freshness();
        return new Freshness(said.database(), said.dataCenter(), role, voices.reached(), null, null, reason);
    }

    private String whyUncertified(Voices voices) {
        Voice speaker = voices.speaker(here);
        Branch its = speaker.branch();
        if (its == null || its.equals(branch) || speaker.boundMs() == null) {
            return speaker.freshness().reason() + source(speaker);
        }
        String newest = claims.isEmpty()
                ? "no primary is known"
                : "%s is primary on timeline %d"
                        .formatted(
                                claims.getFirst().member(),
                                claims.getFirst().branch().timeline());
        return "not certified: %s on timeline %d%s; %s"
                .formatted(speaker.saysPrimary() ? "primary" : "replica", its.timeline(), source(speaker), newest);
    }

    private String conflict() {
        return "needs an operator: %s all say they are primary, nothing is certified"
                .formatted(claims.stream()
                        .map(claim -> claim.member().value())
                        .distinct()
                        .collect(Collectors.joining(" and ")));
    }

    private String source(Voice voice) {
        return source(here, voice);
    }

    static String source(RegionName here, Voice voice) {
        return voice.region().equals(here)
                ? ""
                : "; as region %s said %s ago".formatted(voice.region(), seconds(voice.age()));
    }

    private static String seconds(Duration age) {
        return "%d.%03d s".formatted(age.toSeconds(), age.toMillisPart());
    }
}
