package dev.fairlead.gateway.haproxy;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.gateway.dataplane.DataPlaneException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a HAProxy holds at this moment.
 *
 * @param columns the names of the columns of its servers
 * @param byApplication its servers by the name of their backend as far as the first dot
 * @param writes the map of writes, by application, and who pushes
 */
record Running(
        Process process, String columns, Map<String, List<Server>> byApplication, SortedMap<String, String> writes) {

    private static final Pattern ENTRY = Pattern.compile("0x[0-9a-f]+ (\\S+) (.*)");

    Running {
        byApplication = Collections.unmodifiableMap(new LinkedHashMap<>(byApplication));
        writes = Collections.unmodifiableSortedMap(writes);
    }

    /** Another one after each restart and reload. */
    record Process(String pid, String startedSeconds) {

        /** @param info the answer to {@code show info} */
        static Process of(List<String> info) {
            return new Process(field(info, "Pid"), field(info, "Start_time_sec"));
        }
    }

    /**
     * Reads the answers of the runtime API.
     *
     * @param info of {@code show info}
     * @param state of {@code show servers state}
     * @param map of {@code show map}
     */
    static Running of(List<String> info, List<String> state, List<String> map) {
        return new Running(Process.of(info), columns(state), grouped(Server.all(state)), writes(map));
    }

    private static String columns(List<String> state) {
        if (state.size() < 2 || !state.getFirst().equals("1")) {
            throw new DataPlaneException("HAProxy does not tell its servers: " + String.join(" ", state));
        }
        return state.get(1);
    }

    private static Map<String, List<Server>> grouped(List<Server> servers) {
        return servers.stream()
                .collect(Collectors.groupingBy(
                        server -> prefix(server.id().backend()), LinkedHashMap::new, Collectors.toUnmodifiableList()));
    }

    private static String prefix(String backend) {
        int dot = backend.indexOf('.');
        return dot < 0 ? backend : backend.substring(0, dot);
    }

    /** @param map the answer to {@code show map} */
    static SortedMap<String, String> writes(List<String> map) {
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
        return writes;
    }

    /** The same with the map as it is now. */
    Running with(SortedMap<String, String> newer) {
        return new Running(process, columns, byApplication, newer);
    }

    /**
     * The same with some servers as they are now.
     *
     * @param states the answers to {@code show servers state <backend>} for all the backends of some applications
     */
    Running with(List<List<String>> states) {
        List<Server> newer = new ArrayList<>();
        for (List<String> state : states) {
            if (!columns(state).equals(columns)) {
                throw new DataPlaneException("HAProxy tells its servers otherwise than before: " + state.get(1));
            }
            newer.addAll(Server.all(state));
        }
        Map<String, List<Server>> all = new LinkedHashMap<>(byApplication);
        all.putAll(grouped(newer));
        return new Running(process, columns, all, writes);
    }

    /** Of all backends, also of somebody else's. */
    List<Server> servers() {
        return byApplication.values().stream().flatMap(List::stream).toList();
    }

    /** Of the backends of one application. */
    List<Server> servers(ApplicationName application) {
        return byApplication.getOrDefault(application.value(), List.of());
    }

    /** The backends of one application. */
    Set<String> backends(ApplicationName application) {
        return servers(application).stream()
                .map(server -> server.id().backend())
                .collect(Collectors.toCollection(TreeSet::new));
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
        return byApplication.getOrDefault(prefix(backend), List.of()).stream()
                .anyMatch(server -> server.id().backend().equals(backend));
    }
}
