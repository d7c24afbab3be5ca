package dev.fairlead.gateway.choice;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Splits a total into whole numbers in proportion: each part gets its share rounded down, and what is left goes one by one
 * to those that were cut most (the method of Hamilton, 1792). None is off by one or more.
 */
public final class LargestRemainder {

    private LargestRemainder() {}

    /** @param parts not negative, and not all 0 */
    public static List<Integer> split(int total, List<Long> parts) {
        long sum = parts.stream().mapToLong(Long::longValue).sum();
        List<Integer> split = new ArrayList<>();
        int left = total;
        for (long part : parts) {
            int floor = (int) (total * part / sum);
            split.add(floor);
            left -= floor;
        }
        IntStream.range(0, parts.size())
                .boxed()
                .sorted(Comparator.comparingLong((Integer i) -> -(total * parts.get(i) % sum)))
                .limit(left)
                .forEach(i -> split.set(i, split.get(i) + 1));
        return split;
    }
}
