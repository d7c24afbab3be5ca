package dev.fairlead.benchmarks.planes;

import java.util.Map;
import java.util.Optional;

/** A data plane that serves a fleet: its server where it has one, how a gateway is told of it, and how it is changed by hand. */
interface Plane extends AutoCloseable {

    /** What the gateway calls those that have a server. */
    String NAME = "push";

    /** What the gateway calls it. */
    default String name() {
        return NAME;
    }

    /** The gateway's properties about it. */
    Map<String, String> gatewayProperties();

    /** Returns when it can be changed by whoever is to change it. */
    void start();

    /**
     * Sends the users of some applications to a data center without Fairlead, in as few calls as the server allows.
     *
     * @param from the first application
     * @param to behind the last one
     */
    void tell(int from, int to, Side side);

    /** Where a user of an application is sent; empty when he gets no usable answer, or not everybody the same. */
    Optional<Side> ask(int application);

    @Override
    void close();
}
