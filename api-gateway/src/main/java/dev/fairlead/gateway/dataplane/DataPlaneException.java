package dev.fairlead.gateway.dataplane;

/** A data plane did not do what it was asked; the message is shown to operators. */
public final class DataPlaneException extends RuntimeException {

    public DataPlaneException(String message) {
        super(message);
    }

    public DataPlaneException(String message, Throwable cause) {
        super(message, cause);
    }
}
