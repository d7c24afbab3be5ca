package dev.fairlead.gateway.dataplane;

/** What keeps a data plane at the plans, and what reads its counters: they come and go together. */
record TwoLoops(DataPlaneLoop<?> loop, Counting counting) implements AutoCloseable {

    DataPlaneStatus status() {
        return counting.shownIn(loop.status());
    }

    @Override
    public void close() {
        counting.close();
        loop.close();
    }
}
