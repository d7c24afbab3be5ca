package dev.fairlead.contracts;

/** What the bus wakes for. The key of an event is the name of the thing that changed. */
public enum Topic {
    /** A data center, an application, a data plane, an override or a release of a hold was written. */
    INTENT,
    /** A vantage point's finding changed. */
    OBSERVATIONS,
    /** The quorum's answer for an endpoint changed. */
    VERDICTS,
    /** The role or the reachability of a database member changed. */
    FRESHNESS,
    /** A routing plan was decided. */
    PLANS,
    /** A run took a step. */
    RUNS,
    /** The registered data planes that a traffic-service tells are others than before. */
    DATA_PLANES
}
