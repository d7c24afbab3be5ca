package dev.fairlead.replication.local;

/** How a server is stopped. */
public enum StopMode {
    /** In order: clients are disconnected, everything is written, standbys get it all. */
    FAST,
    /** At once, without a checkpoint: nothing more is acknowledged. */
    IMMEDIATE
}
