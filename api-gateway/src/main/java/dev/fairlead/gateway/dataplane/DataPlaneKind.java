package dev.fairlead.gateway.dataplane;

/**
 * A kind of data plane that can be opened while the gateway runs. Those that are configured and those that are registered are
 * opened by it alike.
 *
 * @param <P> what its settings are bound to, by the names of its components
 */
public interface DataPlaneKind<P> {

    /** Such as {@code powerdns}, as in {@code fairlead.data-planes.powerdns}. */
    String name();

    Class<P> settings();

    /**
     * Refuses settings of a registration that cannot be, or that only whoever configures the gateway may give: an operator of
     * Fairlead need not be one of the gateway's machine. Throws {@link dev.fairlead.contracts.InvalidFieldException}.
     */
    void admit(P settings);

    /** It is closed where it can be. */
    DataPlane<?> open(String name, P settings);
}
