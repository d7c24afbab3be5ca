package dev.fairlead.gateway.dataplane;

/** Another gateway pushes to the data plane: its epoch, which stands there, is higher. */
public final class OvertakenException extends RuntimeException {

    private final transient Pusher by;

    public OvertakenException(Pusher by) {
        super("pushed by %s since epoch %d, as the data plane says".formatted(by.holder(), by.epoch()));
        this.by = by;
    }

    Pusher by() {
        return by;
    }
}
