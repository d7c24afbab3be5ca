package dev.fairlead.replication.local;

import dev.fairlead.contracts.EndpointAddress;
import java.util.Optional;

/** The servers under local control, by the address that they have as members of a database. */
public interface LocalServers {

    /** The server of that address; empty: nobody here may control it. */
    Optional<LocalServer> at(EndpointAddress address);
}
