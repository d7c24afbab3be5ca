package dev.fairlead.lab.faults;

import java.util.Locale;

/** What is done to a target. */
public enum Kind {
    /** It ends as by {@code kill -9}, and is started again when the fault is healed. */
    KILL,
    /** It stands still: its connections stay open and are silent. */
    FREEZE,
    /** Nothing that it sends arrives. */
    PARTITION_ONE_WAY,
    /** Nothing that it sends arrives, and nothing reaches it. */
    PARTITION_BOTH_WAYS,
    /** 5 % of the packets from and to it are lost. */
    LOSS,
    /** What it sends arrives 200 ms later. */
    DELAY,
    /** It ends as by {@code kill -9}, and is started again at once without anything that it had stored. */
    RESTART_EMPTY;

    /** Whether the target cannot do its work meanwhile; under the others it has to, only slower. */
    public boolean disables() {
        return this != LOSS && this != DELAY;
    }

    /** Whether it is done to the network. */
    boolean onNetwork() {
        return switch (this) {
            case PARTITION_ONE_WAY, PARTITION_BOTH_WAYS, LOSS, DELAY -> true;
            case KILL, FREEZE, RESTART_EMPTY -> false;
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
