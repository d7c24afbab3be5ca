package dev.fairlead.lab.check;

import dev.fairlead.contracts.RegionName;
import dev.fairlead.lab.regions.LabResources;
import org.jspecify.annotations.Nullable;

/** What was written to one application: it holds what was acknowledged last, or what was attempted after that. */
final class Ledger {

    /** Longest time to live that the contract allows, in seconds. */
    private static final int LAST_VALUE = 86_000;

    private final int number;
    private int acknowledged = 1;
    private int attempted = 1;
    private @Nullable Long generation;

    Ledger(int number) {
        this.number = number;
    }

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

    /** Under which to write next; absent when it has to be read. */
    @Nullable Long generation() {
        return generation;
    }

    /** A value is being written; only the answer says under which generation the next one is. */
    void attempt(int value) {
        attempted = value;
        generation = null;
    }

    /** @param now generation that the answer said */
    void acknowledge(int value, long now) {
        acknowledged = value;
        generation = now;
    }

    /** Whether this is less than what was acknowledged. */
    boolean lacks(int found) {
        return found < acknowledged;
    }

    /** Judges what a region holds. */
    void judge(RegionName region, int found, Tally tally) {
        if (lacks(found) || found > attempted) {
            tally.violated(
                    Invariant.LOST_WRITES,
                    "%s: %s holds %d, acknowledged was %d, attempted last %d"
                            .formatted(region, LabResources.ledgerName(number), found, acknowledged, attempted));
        }
    }
}
