package dev.fairlead.replication.join;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.DatabaseName;

/** A member of a database. */
record Place(DatabaseName database, DataCenterName dataCenter) {

    /** As its slot on the primary is named. */
    String slot() {
        return dataCenter.value().replace('-', '_');
    }
}
