package dev.fairlead.gateway.dataplane;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Names that a data plane holds, that no plan speaks of, and of which this gateway never heard: a gateway that starts without a snapshot
 * and is told a list that was cut off would take them all away. Where they are as many as {@link HeldPlans} takes for an accident, they
 * stay as long as there. Names that were planned before go when {@link HeldPlans} lets them go.
 *
 * @param names those that stay for now
 * @param since when there were first too many; absent: there are not
 */
record Spared(Set<String> names, @Nullable Instant since) {

    static final Spared NONE = new Spared(Set.of(), null);

    private static final String REASON =
            "no plan speaks of it, as of too many others at once: they stay for %d min, or until they have plans"
                    .formatted(HeldPlans.MASS_REMOVAL_GRACE.toMinutes());

    Spared {
        names = Set.copyOf(names);
    }

    /**
     * @param held what the data plane holds
     * @param planned what plans speak of
     * @param known what they spoke of when it was last brought to them
     */
    Spared after(Set<String> held, Set<String> planned, Set<String> known, Instant now) {
        Set<String> going = new TreeSet<>(held);
        going.removeAll(planned);
        going.removeAll(known);
        if (!HeldPlans.tooMany(going.size(), held.size())) {
            return NONE;
        }
        Instant first = since == null ? now : since;
        return new Spared(first.plus(HeldPlans.MASS_REMOVAL_GRACE).isAfter(now) ? going : Set.of(), first);
    }

    /** Behind what the data plane refused itself. */
    List<Refusal> and(List<Refusal> refusals) {
        return Stream.concat(refusals.stream(), names.stream().sorted().map(name -> new Refusal(name, REASON)))
                .toList();
    }
}
