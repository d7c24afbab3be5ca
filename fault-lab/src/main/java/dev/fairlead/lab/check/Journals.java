package dev.fairlead.lab.check;

import dev.fairlead.contracts.RegionName;
import dev.fairlead.lab.regions.LabSite;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who carried out a run, as the sites wrote it down: each pick of a run by an executor has an epoch of its own, so two
 * executors under one epoch, or an order that acts under a lower epoch than one before it, is one too many.
 */
final class Journals {

    private final Tally tally;
    private final Map<RegionName, Integer> read = new HashMap<>();
    private final Map<String, Map<Long, String>> executors = new HashMap<>();
    private final Set<String> told = new HashSet<>();
    private int orders;
    private int rejected;

    Journals(Tally tally) {
        this.tally = tally;
    }

    /**
     * Judges what is new in a journal.
     *
     * @param all that it holds, in the order in which it was written
     */
    void judge(RegionName region, List<LabSite.Order> all) {
        Map<String, Long> highest = new HashMap<>();
        for (int i = 0; i < all.size(); i++) {
            LabSite.Order order = all.get(i);
            if (i >= read.getOrDefault(region, 0)) {
                judge(region, order, highest.getOrDefault(order.run(), 0L));
            }
            highest.merge(order.run(), order.epoch(), Math::max);
        }
        read.put(region, all.size());
    }

    private void judge(RegionName region, LabSite.Order order, long highest) {
        orders++;
        if (!order.accepted()) {
            rejected++;
        } else if (order.epoch() < highest) {
            tally.violated(
                    Invariant.TWO_EXECUTORS,
                    "%s: run %s acts under epoch %d after %d".formatted(region, order.run(), order.epoch(), highest));
        }
        String before = executors
                .computeIfAbsent(order.run(), run -> new HashMap<>())
                .putIfAbsent(order.epoch(), order.executor());
        if (before != null && !before.equals(order.executor()) && told.add(order.run() + order.epoch())) {
            tally.violated(
                    Invariant.TWO_EXECUTORS,
                    "%s: run %s, epoch %d: %s and %s"
                            .formatted(region, order.run(), order.epoch(), before, order.executor()));
        }
    }

    String summary() {
        return "%d orders, %d of them late and rejected".formatted(orders, rejected);
    }
}
