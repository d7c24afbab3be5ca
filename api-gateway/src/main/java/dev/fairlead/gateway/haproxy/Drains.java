package dev.fairlead.gateway.haproxy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The servers that are given time to finish what is under way.
 *
 * @param over commands that take those out of service whose requests are over, or whose time is
 * @param remarks how many requests the others still carry
 */
record Drains(List<String> over, List<String> remarks) {

    /** The servers' rows and no others. */
    static final String SESSIONS = "show stat -1 4 -1";

    /** @param stat the answer to {@link #SESSIONS} */
    static Drains of(List<Server> draining, List<String> stat, Duration drainTime) {
        Map<Server.Id, Integer> sessions = sessions(stat);
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

    private static Map<Server.Id, Integer> sessions(List<String> stat) {
        Map<Server.Id, Integer> sessions = new HashMap<>();
        if (stat.isEmpty()) {
            return sessions;
        }
        int column = Arrays.asList(stat.getFirst().split(",")).indexOf("scur");
        for (String line : stat.subList(1, stat.size())) {
            String[] values = line.split(",");
            sessions.put(new Server.Id(values[0], values[1]), Integer.parseInt(values[column]));
        }
        return sessions;
    }
}
