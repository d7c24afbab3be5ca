package dev.fairlead.runs;

/** The database went away while a run was stored: it was started as a whole or not at all. */
public final class OutcomeUnknownException extends RuntimeException {

    OutcomeUnknownException(Throwable cause) {
        super("the database went away while the run was stored", cause);
    }
}
