package dev.fairlead.testing.servers;

/** A real server whose data can be taken away from it, kept, and brought back. */
public interface DurableServer {

    /** Returns when it answers; on the data that it has. */
    void start();

    /** As {@code kill -9} does. */
    void kill();

    /** Takes everything away that it was told since its first start; it must not be running. */
    void empty();

    /** Keeps a copy of its data as it is; it must not be running. */
    void keepData();

    /** Brings the copy back; it must not be running. */
    void bringBackData();
}
