package dev.fairlead.replication.takeover;

import dev.fairlead.contracts.replication.DatabaseSpec;
import dev.fairlead.replication.local.LocalServer;
import java.nio.file.Path;

/** The real servers of a database, the primary of which is in {@link Trio#EAST} at first. */
interface RealMembers {

    DatabaseSpec spec();

    /** A folder with the credentials of the spec. */
    Path credentials();

    /** Control of the first primary. */
    LocalServer control();
}
