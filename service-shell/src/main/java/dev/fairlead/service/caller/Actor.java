package dev.fairlead.service.caller;

/** Who is behind a call: the gateway names the operator in a header, other services name themselves. */
public final class Actor {

    /** The header that carries the name; the gateway overwrites whatever a client put there. */
    public static final String HEADER = "Fairlead-Actor";

    private Actor() {}
}
