package dev.fairlead.contracts.traffic;

import dev.fairlead.contracts.ApplicationName;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The plans in force, or what changed of them since the version that the reader named.
 *
 * @param items in order of application; all of them, or those that are new or changed
 * @param change absent: the items are all there are, as they always are of a service that does not tell changes
 */
public record PlanListing(List<RoutingPlan> items, @Nullable Change change) {

    public PlanListing {
        items = List.copyOf(items);
    }

    /**
     * What makes items that are only a part the whole again, and proves that they did.
     *
     * @param removed the applications that have no plan any more
     * @param count how many plans there are now
     * @param digest of all of them
     */
    public record Change(List<ApplicationName> removed, int count, String digest) {

        public Change {
            removed = List.copyOf(removed);
        }

        /** Whether these are the plans that the sender has. */
        public boolean cameTo(Collection<RoutingPlan> plans) {
            return plans.size() == count && digestOf(plans).equals(digest);
        }
    }

    /** A short text, the same in whatever order they come: which decision is in force of each application. */
    public static String digestOf(Collection<RoutingPlan> plans) {
        long sum = 0;
        for (RoutingPlan plan : plans) {
            long decision = plan.application().value().hashCode();
            decision = scattered(decision + plan.epoch());
            decision = scattered(decision + plan.decidedAt().getEpochSecond());
            sum += scattered(decision + plan.decidedAt().getNano());
        }
        return Long.toHexString(sum);
    }

    /** One step of SplitMix64 (Steele, Lea and Flood: Fast Splittable Pseudorandom Number Generators, 2014). */
    private static long scattered(long value) {
        long z = value + 0x9e3779b97f4a7c15L;
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }
}
