package dev.fairlead.replication.local;

import dev.fairlead.replication.local.LostLog.RelationFile;
import dev.fairlead.replication.timeline.Lsn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;

/**
 * Where the rows of lost transactions stand.
 *
 * @param end of the log, which has to be replayed before they do
 * @param writers the transactions, and parts of them that were saved
 * @param blocks which they changed; deleted rows stand in none
 * @param whole whether these are all: their number has a limit
 */
record LostPlaces(Lsn end, Set<Long> writers, Map<RelationFile, SortedSet<Long>> blocks, boolean whole) {

    /** Blocks in a row, the last one among them. */
    record Range(long first, long last) {}

    static List<Range> ranges(SortedSet<Long> blocks) {
        List<Range> ranges = new ArrayList<>();
        for (long block : blocks) {
            if (!ranges.isEmpty() && ranges.getLast().last() + 1 == block) {
                ranges.add(new Range(ranges.removeLast().first(), block));
            } else {
                ranges.add(new Range(block, block));
            }
        }
        return ranges;
    }
}
