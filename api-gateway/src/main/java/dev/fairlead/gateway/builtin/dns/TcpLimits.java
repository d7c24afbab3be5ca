package dev.fairlead.gateway.builtin.dns;

import java.time.Duration;

/**
 * What those who ask over TCP may take.
 *
 * @param connectionsPerClient of one client network
 * @param patience how long a query may take to arrive whole, and an answer to be taken; also how long nothing may come
 */
record TcpLimits(int connections, int connectionsPerClient, Duration patience) {

    TcpLimits {
        if (connections < 1 || connectionsPerClient < 1) {
            throw new IllegalArgumentException("at least one connection over TCP has to be allowed");
        }
        if (patience.compareTo(Duration.ofMillis(10)) < 0) {
            throw new IllegalArgumentException("a connection over TCP has to have 10 ms at least");
        }
    }
}
