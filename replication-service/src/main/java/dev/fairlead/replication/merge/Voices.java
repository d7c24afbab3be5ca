package dev.fairlead.replication.merge;

import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.replication.MemberRole;
import dev.fairlead.replication.timeline.Branch;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the regions say of one member.
 *
 * @param all in the order in which they are preferred where they say as much: the newest first
 * @param heeded those that reach it; where nobody does, all
 */
record Voices(List<Voice> all, List<Voice> heeded) {

    static Voices of(Stream<Voice> voices) {
        List<Voice> all = voices.sorted(Comparator.comparing(Voice::age).thenComparing(Voice::region))
                .toList();
        List<Voice> reaching = all.stream().filter(Voice::reaches).toList();
        return new Voices(all, reaching.isEmpty() ? all : reaching);
    }

    boolean reached() {
        return heeded.getFirst().reaches();
    }

    MemberRole role(boolean primary) {
        if (primary) {
            return MemberRole.PRIMARY;
        }
        return heeded.stream().anyMatch(voice -> voice.freshness().role() == MemberRole.REPLICA)
                ? MemberRole.REPLICA
                : MemberRole.UNKNOWN;
    }

    /** The voice with the smallest bound in this history. Memories count only of a member that has not gone back since. */
    Optional<Voice> certifying(Branch branch) {
        return all.stream()
                .filter(voice -> branch.equals(voice.branch()) && voice.boundMs() != null)
                .filter(voice ->
                        voice.reaches() || !reached() || heeded.stream().anyMatch(voice::confirmedBy))
                .min(Comparator.comparing(voice -> Objects.requireNonNull(voice.boundMs())));
    }

    /** Who tells why nothing is certified: this region if it is heeded. */
    Voice speaker(RegionName here) {
        return heeded.stream()
                .filter(voice -> voice.region().equals(here))
                .findFirst()
                .orElse(heeded.getFirst());
    }
}
