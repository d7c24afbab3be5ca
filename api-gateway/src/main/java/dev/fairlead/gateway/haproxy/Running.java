package dev.fairlead.gateway.haproxy;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.gateway.dataplane.DataPlaneException;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a HAProxy holds at this moment.
 *
 * @param columns the names of the columns of its servers
 * @param writes the map of writes, by application, and who pushes
 */
record Running(Process process, String columns, List<Server> servers, SortedMap<String, String> writes) {

    private static final Pattern ENTRY = Pattern.compile("0x[0-9a-f]+ (\\S+) (.*)");

    Running {
        servers = List.copyOf(servers);
        writes = Collections.unmodifiableSortedMap(writes);
    }

    /** Another one after each restart and reload. */
    record Process(String pid, String startedSeconds) {}

    /**
     * Reads the answers of the runtime API.
     *
     * @param info of {@code show info}
     * @param state of {@code show servers state}
     * @param map of {@code show map}
     */
    static Running of(List<String> info, List<String> state, List<String> map) {
        if (state.size() < 2 || !state.getFirst().equals("1")) {
            throw new DataPlaneException("HAProxy does not tell its servers: " + String.join(" ", state));
        }
        SortedMap<String, String> writes = new TreeMap<>();
        for (String line : map) {
            Matcher entry = ENTRY.matcher(line);
            if (!entry.matches()) {
                throw new DataPlaneException("HAProxy has not loaded the map of writes: " + String.join(" ", map));
            }
            writes.put(
                    Objects.requireNonNull(entry.group(1), "the key"),
                    Objects.requireNonNull(entry.group(2), "the value"));
        }
        return new Running(
                new Process(field(info, "Pid"), field(info, "Start_time_sec")),
                state.get(1),
                Server.all(state),
                writes);
    }

    private static String field(List<String> info, String name) {
        String start = name + ": ";
        return info.stream()
                .filter(line -> line.startsWith(start))
                .map(line -> line.substring(start.length()))
                .findFirst()
                .orElse("unknown");
    }

    Optional<WriteEntry> write(ApplicationName application) {
        return Optional.ofNullable(writes.get(application.value())).flatMap(WriteEntry::parse);
    }

    boolean hasBackend(String backend) {
        return servers.stream().anyMatch(server -> server.id().backend().equals(backend));
    }
}
