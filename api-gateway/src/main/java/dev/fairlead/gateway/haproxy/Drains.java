package dev.fairlead.gateway.haproxy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The servers that are given time to finish what is under way.
 *
 * @param over commands that take those out of service whose requests are over, or whose time is
 * @param remarks how many requests the others still carry
 */
record Drains(List<String> over, List<String> remarks) {

    static Drains of(List<Server> draining, Stats stats, Duration drainTime) {
        Map<Server.Id, Integer> sessions = stats.sessions();
        List<String> over = new ArrayList<>();
        List<String> remarks = new ArrayList<>();
        for (Server server : draining) {
            int left = sessions.getOrDefault(server.id(), 0);
            if (left == 0 || server.since().compareTo(drainTime) >= 0) {
                over.add("set server %s state maint".formatted(server.id()));
            } else {
                remarks.add("%s finishes %d request%s".formatted(server.id(), left, left == 1 ? "" : "s"));
            }
        }
        return new Drains(over, remarks);
    }
}
