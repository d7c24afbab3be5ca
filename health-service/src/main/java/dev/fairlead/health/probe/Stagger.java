package dev.fairlead.health.probe;

import dev.fairlead.contracts.RegionName;
import java.util.Set;
import java.util.TreeSet;

/**
 * A vantage point's turn among all: they probe an endpoint an equal part of the interval apart, so that together they see an outage
 * sooner than each alone.
 *
 * @param place from 0 to below {@code count}
 */
public record Stagger(int place, int count) {

    /** The only vantage point. */
    public static final Stagger ALONE = new Stagger(0, 1);

    public Stagger {
        if (place < 0 || place >= count) {
            throw new IllegalArgumentException("place %d is not below %d".formatted(place, count));
        }
    }

    /** By name, so that every region comes to the same. */
    public static Stagger of(RegionName region, Set<RegionName> others) {
        TreeSet<RegionName> all = new TreeSet<>(others);
        all.add(region);
        return new Stagger(all.headSet(region).size(), all.size());
    }

    long offset(long interval) {
        return interval * place / count;
    }
}
