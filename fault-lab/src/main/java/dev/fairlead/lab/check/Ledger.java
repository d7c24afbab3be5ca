package dev.fairlead.lab.check;

import dev.fairlead.contracts.RegionName;
import dev.fairlead.lab.regions.LabResources;
import org.jspecify.annotations.Nullable;

/** What was written to one application: it holds what was acknowledged last, or what was attempted after that. */
final class Ledger {

    /** Longest time to live that the contract allows, in seconds. */
    private static final int LAST_VALUE = 86_000;

    private final int number;
    private final Tally tally;
    private int acknowledged = 1;
    private int attempted = 1;
    private @Nullable Entry newest;

    Ledger(int number, Tally tally) {
        this.number = number;
        this.tally = tally;
    }

    /** A value and the generation that it is. */
    record Entry(int value, long generation) {}

    int number() {
        return number;
    }

    String path() {
        return "/v1/applications/" + LabResources.ledgerName(number);
    }

    /** The value to write next. */
    int next() {
        return Math.min(attempted + 1, LAST_VALUE);
    }

    /** Which the next write replaces; absent when it has to be read. */
    @Nullable Entry newest() {
        return newest;
    }

    /** A value is being written; only the answer says what is the newest then. */
    void attempt(int value) {
        attempted = value;
        newest = null;
    }

    /**
     * A write was acknowledged. Under its generation {@code before} was the newest, and nobody sees it afterwards: it is
     * judged now.
     */
    void acknowledge(RegionName region, Entry before, Entry now) {
        judge(region, before.value());
        acknowledged = now.value();
        newest = now;
    }

    /** Whether this is less than what was acknowledged. */
    boolean lacks(int found) {
        return found < acknowledged;
    }

    /** Judges what a region holds. */
    void judge(RegionName region, int found) {
        if (lacks(found) || found > attempted) {
            tally.violated(
                    Invariant.LOST_WRITES,
                    "%s: %s holds %d, acknowledged was %d, attempted last %d"
                            .formatted(region, LabResources.ledgerName(number), found, acknowledged, attempted));
        }
    }
}
