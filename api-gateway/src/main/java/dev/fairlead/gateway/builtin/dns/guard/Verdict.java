package dev.fairlead.gateway.builtin.dns.guard;

/** What becomes of a query over UDP. */
public enum Verdict {
    /** It is answered. */
    ANSWERED,
    /** It is told to come back by TCP or with its cookie, in about as many bytes as it has itself. */
    SENT_BACK,
    /** Nothing is said. */
    DROPPED
}
