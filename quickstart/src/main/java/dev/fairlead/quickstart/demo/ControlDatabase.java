package dev.fairlead.quickstart.demo;

import dev.fairlead.contracts.RegionName;
import java.util.Map;

/** The control plane's database: a member in each region. */
public interface ControlDatabase {

    /** What the database is called. */
    String NAME = "fairlead";

    /** Connections of the pools of one region's services, with room for those of people. */
    int CONNECTIONS_OF_A_REGION = 80;

    /**
     * Makes and starts it.
     *
     * @param roles with their passwords; each has a schema of its own
     */
    void start(Map<String, String> roles);

    /** The JDBC URL of all members; a region tries its own first. */
    String url(RegionName own);

    /** Starts a region's member that was killed. */
    void start(RegionName region);

    /** Ends a region's member as a power cut would. */
    void kill(RegionName region);

    /** Stops all members in order. */
    void stop();
}
