package dev.fairlead.deploy.drill;

/** What a drill's steps store of what they measured. */
public final class Measured {

    /** When the order was given. */
    public static final String ORDERED_AT = "orderedAt";

    /** When it had come about. */
    public static final String REACHED_AT = "reachedAt";

    /** Who says so: {@link #BY_ARRIVALS} or {@link #BY_PLAN}. */
    public static final String SOURCE = "source";

    public static final String BY_ARRIVALS = "arrivals";
    public static final String BY_PLAN = "plan";

    private Measured() {}
}
