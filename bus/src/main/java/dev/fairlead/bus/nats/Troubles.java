package dev.fairlead.bus.nats;

import io.nats.client.Connection;
import io.nats.client.ErrorListener;
import io.nats.client.Message;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the client and the server tell of one connection beside the messages. What the server forbids is logged, once. */
final class Troubles implements ErrorListener {

    private static final Logger log = LoggerFactory.getLogger(Troubles.class);

    private final LongAdder unsent = new LongAdder();
    private final Set<String> refusals = ConcurrentHashMap.newKeySet();
    private volatile String last = "";

    /** The newest one; empty: none. */
    String last() {
        return last;
    }

    void countUnsent() {
        unsent.increment();
    }

    /** How many messages were not sent since the last call. */
    long takeUnsent() {
        return unsent.sumThenReset();
    }

    @Override
    public void errorOccurred(Connection connection, String error) {
        last = error;
        if (error.startsWith("Permissions Violation") && refusals.add(error)) {
            log.error("bus=nats state=needs-operator reason=\"{}\"", error);
        }
    }

    @Override
    public void exceptionOccurred(Connection connection, Exception exception) {
        last = exception.toString();
    }

    @Override
    public void messageDiscarded(Connection connection, Message message) {
        countUnsent();
    }
}
