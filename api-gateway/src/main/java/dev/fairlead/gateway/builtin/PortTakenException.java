package dev.fairlead.gateway.builtin;

/** A built-in data plane cannot listen where it is told to; the process does not start without it. */
public final class PortTakenException extends RuntimeException {

    /**
     * @param protocol {@code UDP}, {@code TCP}
     * @param property the property that moves it elsewhere
     */
    public PortTakenException(String protocol, Object address, String property, Throwable cause) {
        super(
                "cannot listen on %s %s: %s; set %s to a free port"
                        .formatted(protocol, address, cause.getMessage(), property),
                cause);
    }
}
