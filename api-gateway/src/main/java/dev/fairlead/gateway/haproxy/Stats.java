package dev.fairlead.gateway.haproxy;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.gateway.dataplane.Tally;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The servers' rows of {@code show stat}, by the names of its columns. What stands behind the column {@code status} may have commas in it, and is not
 * looked at.
 */
record Stats(List<String> columns, List<List<String>> rows) {

    /** The servers' rows and no others. */
    static final String QUESTION = "show stat -1 4 -1";

    /**
     * Attempts that failed for good, that were repeated here, and that were repeated elsewhere, each counted in {@code stot} too; answers, and
     * checks.
     */
    private static final List<String> FAILURES = List.of("econ", "wretr", "wredis", "eresp", "chkfail");

    /** @param answer to {@link #QUESTION} */
    static Stats of(List<String> answer) {
        if (answer.isEmpty()) {
            return new Stats(List.of(), List.of());
        }
        return new Stats(
                Arrays.asList(answer.getFirst().split(",")),
                answer.stream()
                        .skip(1)
                        .map(line -> Arrays.asList(line.split(",", -1)))
                        .toList());
    }

    Map<Server.Id, Integer> sessions() {
        Map<Server.Id, Integer> sessions = new HashMap<>();
        rows.forEach(row -> sessions.put(id(row), (int) number(row, "scur")));
        return sessions;
    }

    /** What was counted of these servers, where they belong to an application that Fairlead steers here. */
    List<Tally> tallies(List<Server> servers, HaproxySettings settings) {
        Map<Server.Id, Server> byId = new HashMap<>();
        servers.forEach(server -> byId.put(server.id(), server));
        List<Tally> tallies = new ArrayList<>();
        for (List<String> row : rows) {
            Server server = byId.get(id(row));
            Optional<ApplicationName> application = settings.application(row.getFirst());
            if (server != null && application.isPresent()) {
                dataCenter(server)
                        .map(dataCenter -> new Tally(
                                application.get(),
                                dataCenter,
                                server.address(),
                                number(row, "stot"),
                                FAILURES.stream()
                                        .mapToLong(column -> number(row, column))
                                        .sum(),
                                row.get(columns.indexOf("status")).startsWith("DOWN")))
                        .ifPresent(tallies::add);
            }
        }
        return Tally.summed(tallies);
    }

    private static Optional<DataCenterName> dataCenter(Server server) {
        try {
            return server.dataCenter().map(DataCenterName::of);
        } catch (IllegalArgumentException e) { // somebody else's server, named in another way
            return Optional.empty();
        }
    }

    private static Server.Id id(List<String> row) {
        return new Server.Id(row.get(0), row.get(1));
    }

    /** What is not counted, such as failed checks where there are none, is empty. */
    private long number(List<String> row, String column) {
        String value = row.get(columns.indexOf(column));
        return value.isEmpty() ? 0 : Long.parseLong(value);
    }
}
