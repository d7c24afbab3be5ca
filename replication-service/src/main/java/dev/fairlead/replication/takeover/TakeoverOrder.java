package dev.fairlead.replication.takeover;

import dev.fairlead.contracts.DatabaseName;
import dev.fairlead.contracts.traffic.DatabaseOrder;
import dev.fairlead.contracts.traffic.TrafficApi;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClientException;

/**
 * Which of several databases that lost their primaries is taken over first: the one that most applications need. While the
 * traffic-service is away, as it was known last.
 */
@Component
final class TakeoverOrder {

    private static final Logger log = LoggerFactory.getLogger(TakeoverOrder.class);

    private final TrafficApi traffic;
    private volatile Comparator<DatabaseName> known = Comparator.naturalOrder();

    TakeoverOrder(TrafficApi traffic) {
        this.traffic = traffic;
    }

    List<DatabaseName> of(Collection<DatabaseName> lost) {
        if (lost.size() > 1) {
            read();
        }
        return lost.stream().sorted(known).toList();
    }

    private void read() {
        try {
            known = DatabaseOrder.of(traffic.applications().items());
        } catch (RestClientException e) {
            log.warn("takeovers=in-known-order reason=\"{}\"", e.getMessage());
        }
    }
}
