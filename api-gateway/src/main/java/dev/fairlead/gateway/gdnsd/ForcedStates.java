package dev.fairlead.gateway.gdnsd;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.Standing;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * What gdnsd is told of each data center of each resource, as lines of its {@code admin_state} file such as
 * {@code geoip/www/us-east => DOWN/60}. The last one is the witness: its TTL is a hash of the others, and gdnsd reads all of
 * the file or nothing. Two are equal when their lines are; the answers to expect only follow from the plans.
 */
final class ForcedStates {

    /** The least TTL of a witness: well above gdnsd's least, with the greatest still below gdnsd's greatest. */
    private static final int LEAST_VERSION = 1_000;

    private static final int VERSIONS = 1 << 20;

    private final List<String> lines;
    private final int version;
    private final SortedMap<String, Expected> expected;

    /** @param expected by resource */
    private ForcedStates(Collection<String> lines, int version, SortedMap<String, Expected> expected) {
        this.lines = lines.stream().sorted().toList();
        this.version = version;
        this.expected = Collections.unmodifiableSortedMap(expected);
    }

    /**
     * @param resources by application; plans of others do not count
     * @param witness the key of the line with the version
     */
    static ForcedStates desired(List<RoutingPlan> plans, Map<String, String> resources, String witness) {
        List<String> lines = new ArrayList<>();
        SortedMap<String, Expected> expected = new TreeMap<>();
        for (RoutingPlan plan : plans) {
            String resource = resources.get(plan.application().value());
            if (resource == null) {
                continue;
            }
            Set<DataCenterName> up = Choice.of(plan).up();
            for (Standing standing : plan.standings()) {
                lines.add("%s/%s => %s/%d"
                        .formatted(
                                resource,
                                standing.dataCenter(),
                                up.contains(standing.dataCenter()) ? "UP" : "DOWN",
                                plan.ttlSeconds()));
            }
            expected.put(resource, Expected.of(plan, up));
        }
        return witnessed(lines, expected, witness);
    }

    private static ForcedStates witnessed(List<String> lines, SortedMap<String, Expected> expected, String witness) {
        int version = version(lines);
        List<String> all = new ArrayList<>(lines);
        all.add(witness(witness, version));
        return new ForcedStates(all, version, expected);
    }

    /**
     * The same without the lines of some keys; what is answered for their resources is not known.
     *
     * @param witness the key of the line with the version
     */
    ForcedStates without(Set<String> keys, String witness) {
        SortedMap<String, Expected> others = new TreeMap<>(expected);
        keys.forEach(key -> others.remove(resource(key)));
        List<String> kept = lines.stream()
                .filter(line -> !key(line).equals(witness) && !keys.contains(key(line)))
                .toList();
        return witnessed(kept, others, witness);
    }

    /** The host that a key decides about; the key itself where none is known. */
    String host(String key) {
        Expected known = expected.get(resource(key));
        return known == null ? key : known.host();
    }

    private static int version(List<String> lines) {
        CRC32 hash = new CRC32();
        lines.stream().sorted().forEach(line -> hash.update((line + "\n").getBytes(StandardCharsets.UTF_8)));
        return LEAST_VERSION + (int) (hash.getValue() % VERSIONS);
    }

    /** Lines as they were found. */
    static ForcedStates held(Collection<String> lines) {
        return new ForcedStates(lines, 0, new TreeMap<>());
    }

    /** The line of a witness that says which version is in force. */
    static String witness(String key, long version) {
        return "%s => UP/%d".formatted(key, version);
    }

    /** The TTL of the witness as soon as gdnsd goes by these. */
    int version() {
        return version;
    }

    List<String> lines() {
        return lines;
    }

    /** What a line is about: {@code geoip/www/us-east}. */
    static String key(String line) {
        int end = line.indexOf(" =>");
        return end < 0 ? line : line.substring(0, end);
    }

    /** What may be answered where answers may have changed since {@code before}; all of it when nothing changed. */
    Collection<Expected> toAsk(ForcedStates before) {
        Map<String, List<String>> now = byResource();
        Map<String, List<String>> then = before.byResource();
        List<Expected> changed = expected.entrySet().stream()
                .filter(entry -> !Objects.equals(now.get(entry.getKey()), then.get(entry.getKey())))
                .map(Map.Entry::getValue)
                .toList();
        return changed.isEmpty() ? expected.values() : changed;
    }

    private Map<String, List<String>> byResource() {
        return lines.stream().collect(Collectors.groupingBy(ForcedStates::resource));
    }

    /** Whose line it is: {@code geoip/www}. */
    private static String resource(String line) {
        String key = key(line);
        return key.substring(0, Math.max(0, key.lastIndexOf('/')));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ForcedStates that && lines.equals(that.lines);
    }

    @Override
    public int hashCode() {
        return lines.hashCode();
    }

    @Override
    public String toString() {
        return lines.toString();
    }
}
