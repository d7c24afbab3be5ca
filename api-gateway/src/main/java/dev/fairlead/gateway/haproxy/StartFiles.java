package dev.fairlead.gateway.haproxy;

import dev.fairlead.gateway.dataplane.DurableFile;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The files that HAProxy starts from: states of servers, by its own {@code server-state-file}, and the map of writes. Other
 * backends are not in them: what an operator does to those by hand lasts as long as it would without Fairlead.
 */
final class StartFiles {

    static final String WRITES = "writes.map";

    private final HaproxySettings settings;
    private final DurableFile servers;
    private final DurableFile writes;

    StartFiles(Path directory, HaproxySettings settings) {
        this.settings = settings;
        this.servers = new DurableFile(directory.resolve("servers.state"));
        this.writes = new DurableFile(directory.resolve(WRITES));
    }

    /** Writes what another hand changed or a change left; times and checks of HAProxy's own are no change. */
    void keep(Running running) {
        if (!writes.read().orElse("").equals(map(running))) {
            writes.write(map(running));
        }
        if (!same(Server.all(servers.read().orElse("").lines().toList()), ours(running))) {
            servers.write(states(running));
        }
    }

    /** The same after a change, without a look at what is there. */
    void write(Running running) {
        writes.write(map(running));
        servers.write(states(running));
    }

    private static String map(Running running) {
        return running.writes().entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue() + "\n")
                .collect(Collectors.joining());
    }

    private List<Server> ours(Running running) {
        return settings.applications().stream()
                .flatMap(application -> running.servers(application).stream())
                .toList();
    }

    private String states(Running running) {
        StringBuilder states =
                new StringBuilder("1\n").append(running.columns()).append('\n');
        ours(running).forEach(server -> states.append(server.line()).append('\n'));
        return states.toString();
    }

    private static boolean same(List<Server> kept, List<Server> held) {
        if (kept.size() != held.size()) {
            return false;
        }
        for (int i = 0; i < held.size(); i++) {
            if (!kept.get(i).sameAs(held.get(i))) {
                return false;
            }
        }
        return true;
    }
}
