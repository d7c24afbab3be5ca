package dev.fairlead.gateway.builtin.edge;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.gateway.builtin.edge.route.Route.Forward;
import dev.fairlead.gateway.builtin.edge.route.Route.Target;
import java.util.ArrayList;
import java.util.List;

/** One endpoint to try. */
record Attempt(DataCenterName dataCenter, EndpointAddress endpoint) {

    private static final int PER_DATA_CENTER = 2;
    private static final int ALTOGETHER = 4;

    /** Two endpoints of each data center, whose turn it is first. */
    static List<Attempt> inOrder(Forward forward, Turns turns) {
        List<Attempt> attempts = new ArrayList<>();
        for (Target target : forward.targets()) {
            List<EndpointAddress> endpoints = target.endpoints();
            int first = turns.next(forward.application(), target.dataCenter(), endpoints.size());
            for (int i = 0; i < Math.min(PER_DATA_CENTER, endpoints.size()) && attempts.size() < ALTOGETHER; i++) {
                attempts.add(new Attempt(target.dataCenter(), endpoints.get((first + i) % endpoints.size())));
            }
        }
        return attempts;
    }
}
