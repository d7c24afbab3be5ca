package dev.fairlead.replication.merge;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.replication.Freshness;
import dev.fairlead.contracts.replication.MemberRole;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The same where every member takes writes. A region that does not reach a writer does not count what that one has not sent; so
 * of those that reach a member only the regions are believed that reach the most writers, and of what they certify the smallest
 * bound.
 */
final class WritersMerge {

    private WritersMerge() {}

    static List<Freshness> of(RegionName here, Collection<Voice> voices) {
        Map<RegionName, Set<DataCenterName>> reached = voices.stream()
                .filter(Voice::reaches)
                .collect(Collectors.groupingBy(
                        Voice::region,
                        Collectors.mapping(voice -> voice.freshness().dataCenter(), Collectors.toSet())));
        return voices.stream()
                .collect(Collectors.groupingBy(
                        voice -> voice.freshness().dataCenter(),
                        TreeMap<DataCenterName, List<Voice>>::new,
                        Collectors.toList()))
                .values()
                .stream()
                .map(said -> member(here, Voices.of(said.stream()), reached))
                .toList();
    }

    private static Freshness member(RegionName here, Voices voices, Map<RegionName, Set<DataCenterName>> reached) {
        int most = voices.heeded().stream()
                .mapToInt(
                        voice -> reached.getOrDefault(voice.region(), Set.of()).size())
                .max()
                .orElse(0);
        Optional<Voice> certifying = voices.heeded().stream()
                .filter(voice ->
                        reached.getOrDefault(voice.region(), Set.of()).size() == most && voice.boundMs() != null)
                .min(Comparator.comparing((Voice voice) -> Objects.requireNonNull(voice.boundMs()))
                        .thenComparing(Voice::region));
        Voice voice = certifying.orElseGet(() -> voices.speaker(here));
        Freshness said = voice.freshness();
        boolean writer =
                voices.heeded().stream().anyMatch(one -> one.freshness().role() == MemberRole.WRITER);
        return new Freshness(
                said.database(),
                said.dataCenter(),
                writer ? MemberRole.WRITER : voices.role(false),
                voices.reached(),
                certifying.map(Voice::boundMs).orElse(null),
                certifying.isPresent() && voice.age().isZero() ? said.bytesBehind() : null,
                said.reason() + Merge.source(here, voice));
    }
}
