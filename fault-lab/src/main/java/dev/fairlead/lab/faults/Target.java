package dev.fairlead.lab.faults;

import dev.fairlead.contracts.RegionName;
import dev.fairlead.quickstart.demo.Service;

/** What a fault befalls. */
public sealed interface Target {

    /** Its column in the table. */
    Column column();

    /** A row of targets of one sort. */
    enum Column {
        REGION("region"),
        SERVICE("service"),
        LEADER("PostgreSQL's leader"),
        REPLICA("replica"),
        NATS("NATS"),
        GATEWAY("gateway"),
        LINK("link of two regions");

        private final String text;

        Column(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** All of a region, with its data center. */
    record Region(RegionName name) implements Target {

        @Override
        public Column column() {
            return Column.REGION;
        }

        @Override
        public String toString() {
            return "region " + name;
        }
    }

    /** One service of a region, not its gateway. */
    record OneService(RegionName region, Service service) implements Target {

        @Override
        public Column column() {
            return Column.SERVICE;
        }

        @Override
        public String toString() {
            return region + "-" + service.module();
        }
    }

    /** The member of the database that leads when the fault begins. */
    record Leader() implements Target {

        @Override
        public Column column() {
            return Column.LEADER;
        }

        @Override
        public String toString() {
            return "PostgreSQL's leader";
        }
    }

    /**
     * A member of the database that does not lead when the fault begins.
     *
     * @param after counted from the leader's region on
     */
    record Replica(int after) implements Target {

        @Override
        public Column column() {
            return Column.REPLICA;
        }

        @Override
        public String toString() {
            return "replica %d of PostgreSQL".formatted(after);
        }
    }

    /** A region's server of the bus. */
    record Nats(RegionName region) implements Target {

        @Override
        public Column column() {
            return Column.NATS;
        }

        @Override
        public String toString() {
            return region + "-nats";
        }
    }

    /** A region's gateway, with the DNS and the edge in it. */
    record Gateway(RegionName region) implements Target {

        @Override
        public Column column() {
            return Column.GATEWAY;
        }

        @Override
        public String toString() {
            return region + "-api-gateway";
        }
    }

    /** Everything between two regions; one way means from the first to the second. */
    record Between(RegionName one, RegionName other) implements Target {

        @Override
        public Column column() {
            return Column.LINK;
        }

        @Override
        public String toString() {
            return "link %s–%s".formatted(one, other);
        }
    }
}
