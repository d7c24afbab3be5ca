package dev.fairlead.traffic.counted;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * Samples until they are taken: of those that count the same thing since the same beginning, the one that counted for longest says
 * all that the others say.
 *
 * @param <S> the samples
 */
public final class NewestTotals<S> {

    /** What comes above it before they are taken is passed over. */
    private static final int MOST = 100_000;

    private final Function<S, ?> counted;
    private final ToLongFunction<S> forMs;
    private final Map<Object, S> gathered = new HashMap<>();

    /**
     * @param counted equal for samples that count the same thing since the same beginning
     * @param forMs how long one had counted
     */
    public NewestTotals(Function<S, ?> counted, ToLongFunction<S> forMs) {
        this.counted = counted;
        this.forMs = forMs;
    }

    public synchronized void add(List<S> samples) {
        for (S sample : samples) {
            Object count = counted.apply(sample);
            if (gathered.size() < MOST || gathered.containsKey(count)) {
                gathered.merge(count, sample, this::newer);
            }
        }
    }

    private S newer(S held, S told) {
        return forMs.applyAsLong(told) > forMs.applyAsLong(held) ? told : held;
    }

    /** All of them; from then on they are gathered anew. */
    public synchronized List<S> take() {
        List<S> taken = List.copyOf(gathered.values());
        gathered.clear();
        return taken;
    }
}
