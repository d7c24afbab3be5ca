package dev.fairlead.quickstart.demo;

/** The demo cannot start or go on; the message is the one line that the user reads. */
public final class DemoException extends RuntimeException {

    public DemoException(String message) {
        super(message);
    }

    public DemoException(String message, Throwable cause) {
        super(message, cause);
    }
}
