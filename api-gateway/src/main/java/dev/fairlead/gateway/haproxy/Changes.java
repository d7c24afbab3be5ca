package dev.fairlead.gateway.haproxy;

import dev.fairlead.contracts.ApplicationName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The commands that bring a running HAProxy to a state. In this order: writes that end are closed, servers come, writes are sent
 * to them, servers go; so that there is never nobody to send to, and no write is let in early.
 */
final class Changes {

    private final HaproxyState desired;
    private final Running running;
    private final HaproxySettings settings;
    private final Map<HaproxyState.Member, Server> members = new HashMap<>();
    private final Set<Server.Id> used = new HashSet<>();
    private final Set<String> missing = new LinkedHashSet<>();
    private final List<String> closing = new ArrayList<>();
    private final List<String> arriving = new ArrayList<>();
    private final List<String> opening = new ArrayList<>();
    private final List<String> leaving = new ArrayList<>();

    /** @param until when writes close by themselves */
    Changes(HaproxyState desired, Running running, HaproxySettings settings, Instant until) {
        this.desired = desired;
        this.running = running;
        this.settings = settings;
        for (Server server : running.servers()) {
            HaproxyState.Member.of(server).ifPresent(member -> members.putIfAbsent(member, server));
        }
        desired.weights().forEach(this::bringIn);
        settings.applications().forEach(application -> route(application, until));
        running.servers().forEach(this::sendAway);
    }

    List<String> commands() {
        return Stream.of(closing, arriving, opening, leaving)
                .flatMap(List::stream)
                .toList();
    }

    /** What the configuration lacks; all else can be done. */
    List<String> missing() {
        return List.copyOf(missing);
    }

    private void bringIn(HaproxyState.Member member, int weight) {
        Server server = members.get(member);
        if (server == null) {
            missing.add(
                    running.hasBackend(member.backend())
                            ? "backend %s has no server %s.* at %s"
                                    .formatted(member.backend(), member.dataCenter(), member.endpoint())
                            : "there is no backend " + member.backend());
            return;
        }
        Server.Id id = server.id();
        Server.Status status = server.status();
        used.add(id);
        if (takesReads(id) ? status.weight() != weight : status.weight() == 0) {
            arriving.add("set server %s weight %d".formatted(id, weight));
        }
        if (!status.ready()) {
            arriving.add("set server %s state ready".formatted(id));
        }
    }

    private void route(ApplicationName application, Instant until) {
        String backend = desired.writes().get(application.value());
        Optional<WriteEntry> held = running.write(application);
        if (backend == null || !reachable(application, backend)) {
            if (running.writes().containsKey(application.value())) {
                closing.add("del map %s %s".formatted(settings.writeMap(), application));
            }
            return;
        }
        WriteEntry wanted = WriteEntry.until(backend, until);
        if (!held.equals(Optional.of(wanted))) {
            String command = running.writes().containsKey(application.value()) ? "set" : "add";
            opening.add("%s map %s %s %s".formatted(command, settings.writeMap(), application, wanted));
        }
    }

    /** HAProxy sends what goes to a backend that is not there to its default one. */
    private boolean reachable(ApplicationName application, String backend) {
        return backend.equals(application.value())
                ? running.hasBackend(backend)
                : used.stream().anyMatch(id -> id.backend().equals(backend));
    }

    private void sendAway(Server server) {
        Server.Id id = server.id();
        boolean ours = takesReads(id) || desired.writes().containsValue(id.backend());
        if (ours && server.dataCenter().isPresent() && server.status().used() && !used.contains(id)) {
            leaving.add("set server %s state drain".formatted(id));
        }
    }

    private boolean takesReads(Server.Id id) {
        return settings.applications().stream()
                .anyMatch(application -> application.value().equals(id.backend()));
    }
}
