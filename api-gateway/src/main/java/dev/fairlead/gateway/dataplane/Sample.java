package dev.fairlead.gateway.dataplane;

import java.util.ArrayList;
import java.util.List;

/**
 * What is asked of a data plane before a change counts as obeyed, and what is asked right after it: to ask for ten thousand names takes as
 * long as to change them.
 *
 * @param first all where they are few, otherwise some, evenly spread, so that each message of a change has some of them
 */
public record Sample<T>(List<T> first, List<T> rest) {

    /** As many are asked for in some tens of milliseconds. */
    static final int MOST = 500;

    public Sample {
        first = List.copyOf(first);
        rest = List.copyOf(rest);
    }

    public static <T> Sample<T> of(List<T> all) {
        if (all.size() <= MOST) {
            return new Sample<>(all, List.of());
        }
        List<T> first = new ArrayList<>();
        List<T> rest = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            boolean chosen = (long) i * MOST / all.size() != (i + 1L) * MOST / all.size();
            (chosen ? first : rest).add(all.get(i));
        }
        return new Sample<>(first, rest);
    }
}
