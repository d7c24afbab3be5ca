package dev.fairlead.lab.faults;

import dev.fairlead.contracts.RegionName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What is broken at one moment, and so what may be expected of the rest. */
public record Harms(List<RegionName> regions, List<Harm> all) {

    public Harms {
        regions = List.copyOf(regions);
        all = List.copyOf(all);
    }

    private boolean any(Predicate<Harm> predicate) {
        return all.stream().anyMatch(predicate);
    }

    /** Whether a region is there at all: one that is parted from all others is as lost to them as a dead one. */
    public boolean stands(RegionName region) {
        return !any(harm -> harm.toRegion(region))
                && regions.stream().anyMatch(other -> !other.equals(region) && !parted(region, other));
    }

    /** Whether the line between two regions is cut. */
    public boolean parted(RegionName one, RegionName other) {
        return any(harm -> harm.toLink(one, other));
    }

    /** Whether two regions can hear each other. */
    public boolean joined(RegionName one, RegionName other) {
        return stands(one) && stands(other) && !parted(one, other);
    }

    /** Whether a region hears a majority, so that it need not freeze. */
    private boolean inMajority(RegionName region) {
        long heard = regions.stream()
                .filter(other -> other.equals(region) || joined(region, other))
                .count();
        return stands(region) && heard > regions.size() / 2;
    }

    /** Whether a region has all that it decides with, and hears a majority. */
    public boolean decides(RegionName region) {
        return inMajority(region) && !any(harm -> harm.toDecider(region));
    }

    /** Whether the plans of two regions can be asked for and have to be the same. */
    public boolean comparable(RegionName one, RegionName other) {
        return joined(one, other) && decides(one) && decides(other) && answers(one) && answers(other);
    }

    /** Whether a region's gateway is unharmed. */
    public boolean answers(RegionName region) {
        return stands(region) && !any(harm -> harm.toGateway(region));
    }

    /** Whether the users of a region's DNS and edge have to be served. */
    public boolean serves(RegionName region) {
        return answers(region) && (decides(region) || regions.stream().allMatch(this::stands)) && inMajority(region);
    }

    /** When the data center in a region was harmed last; empty when it stands. */
    public Optional<Instant> dataCenterLostAt(RegionName region) {
        return all.stream()
                .filter(harm -> harm.toRegion(region))
                .map(Harm::since)
                .max(Instant::compareTo);
    }
}
