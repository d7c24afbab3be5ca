package dev.fairlead.benchmarks.lag;

import java.sql.SQLException;

/** What is done to the cluster, one after the other. */
enum Phase {
    IDLE("idle", 1, false),
    LOAD("load", 1, true),
    REPLAY_PAUSED("replay paused", 1, true) {
        @Override
        void begin(Cluster cluster) throws SQLException {
            cluster.pauseReplay();
        }
    },
    REPLAY_PAUSED_SILENT("replay paused, primary then silent", 1, false) {
        @Override
        void end(Cluster cluster) throws SQLException {
            cluster.resumeReplay();
        }
    },
    RESUMED("replay resumed", 1, true),
    CUT("network cut", 2, true) {
        @Override
        void begin(Cluster cluster) {
            cluster.cut();
        }

        @Override
        void end(Cluster cluster) {
            cluster.heal();
        }
    },
    HEALED("after the heal", 1, true),
    CUT_SILENT("network cut, primary silent", 2, false) {
        @Override
        void begin(Cluster cluster) {
            cluster.cut();
        }

        @Override
        void end(Cluster cluster) {
            cluster.heal();
        }
    };

    private final String label;
    private final int times;
    private final boolean writes;

    Phase(String label, int times, boolean writes) {
        this.label = label;
        this.times = times;
        this.writes = writes;
    }

    String label() {
        return label;
    }

    /** How many times as long as a plain phase it goes on: a cut has to outlast the servers' patience. */
    int times() {
        return times;
    }

    /** Whether the primary is written to meanwhile. */
    boolean writes() {
        return writes;
    }

    void begin(Cluster cluster) throws SQLException {}

    void end(Cluster cluster) throws SQLException {}
}
