package dev.fairlead.quickstart.control;

import dev.fairlead.contracts.DataCenterName;

/** What can be done to a demo from outside. Each call returns when it is done. */
public interface DemoControls {

    /** Kills the web application and the database of a data center, as a power cut would. */
    void killDataCenter(DataCenterName dataCenter);

    /** Starts what was killed in a data center. */
    void startDataCenter(DataCenterName dataCenter);

    /** Kills one of the five services, which is then started again by the demo. */
    void killService(String service);
}
