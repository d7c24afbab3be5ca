package dev.fairlead.contracts.traffic;

import dev.fairlead.contracts.DataCenterName;

/** The part of an audience that a data center gets. */
public record Share(DataCenterName dataCenter, int basisPoints) {

    /** What the shares of an audience sum to. */
    public static final int WHOLE = 10_000;
}
