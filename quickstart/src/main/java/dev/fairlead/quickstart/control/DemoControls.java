package dev.fairlead.quickstart.control;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.RegionName;

/** What can be done to a demo from outside. Each call returns when it is done. */
public interface DemoControls {

    /** Kills the web application and the database of a data center, as a power cut would. */
    void killDataCenter(DataCenterName dataCenter);

    /** Starts what was killed in a data center. */
    void startDataCenter(DataCenterName dataCenter);

    /** Kills a region of the control plane and the data center in it, as a power cut would. */
    void killRegion(RegionName region);

    /** Starts what was killed in a region; returns when its services are ready. */
    void startRegion(RegionName region);

    /** Kills one of the first region's five services, which is then started again by the demo. */
    void killService(String service);
}
