package dev.fairlead.replication.local;

import java.io.IOException;

/** A rewind will never work on this server as it is: only a new copy helps. */
public final class RewindImpossibleException extends IOException {

    private static final long serialVersionUID = 1;

    public RewindImpossibleException(String message) {
        super(message);
    }
}
