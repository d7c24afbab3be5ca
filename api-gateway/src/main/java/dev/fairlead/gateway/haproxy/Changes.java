package dev.fairlead.gateway.haproxy;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.gateway.dataplane.Refusal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The commands that bring a running HAProxy to a state. In this order: writes that end are closed, servers come, writes are sent
 * to them, servers go; so that there is never nobody to send to, and no write is let in early.
 */
final class Changes {

    private final HaproxyState desired;
    private final Running running;
    private final HaproxySettings settings;
    private final Instant until;
    private final Set<Server.Id> used = new HashSet<>();
    private final SortedMap<ApplicationName, Set<String>> missing = new TreeMap<>();
    private final Map<ApplicationName, HaproxyState.Held> attainable = new HashMap<>();
    private final List<String> closing = new ArrayList<>();
    private final List<String> arriving = new ArrayList<>();
    private final List<String> opening = new ArrayList<>();
    private final List<String> leaving = new ArrayList<>();

    /**
     * @param applications whose servers and writes are to be brought there; the others stay as they are
     * @param until when writes close by themselves
     */
    Changes(
            HaproxyState desired,
            Running running,
            HaproxySettings settings,
            Collection<ApplicationName> applications,
            Instant until) {
        this.desired = desired;
        this.running = running;
        this.settings = settings;
        this.until = until;
        applications.stream().sorted().forEach(this::change);
    }

    private void change(ApplicationName application) {
        List<Server> servers = running.servers(application);
        Map<HaproxyState.Member, Server> members = HashMap.newHashMap(servers.size());
        for (Server server : servers) {
            HaproxyState.Member.of(server).ifPresent(member -> members.putIfAbsent(member, server));
        }
        HaproxyState.Held wanted = desired.held(application);
        wanted.weights().forEach((member, weight) -> bringIn(member, members.get(member), application, weight));
        route(application, wanted.writes());
        servers.forEach(server -> sendAway(server, application, wanted.writes()));
        if (missing.containsKey(application)) {
            attainable.put(application, without(wanted, members, application));
        }
    }

    private HaproxyState.Held without(
            HaproxyState.Held wanted, Map<HaproxyState.Member, Server> members, ApplicationName application) {
        SortedMap<HaproxyState.Member, Integer> weights = new TreeMap<>(wanted.weights());
        weights.keySet().retainAll(members.keySet());
        String writes = wanted.writes();
        return new HaproxyState.Held(weights, writes != null && reachable(application, writes) ? writes : null);
    }

    List<String> commands() {
        return Stream.of(closing, arriving, opening, leaving)
                .flatMap(List::stream)
                .toList();
    }

    /** What the configuration lacks for some applications, in words; all else can be done. */
    SortedMap<ApplicationName, Set<String>> missing() {
        return missing;
    }

    /** What the commands lead to: the desired state without what is missing. */
    HaproxyState reached() {
        return attainable.isEmpty() ? desired : desired.with(attainable);
    }

    /** Whose command it is: one for a server of a backend of its, or for its entry in the map. */
    static ApplicationName application(String command) {
        String[] words = command.split(" ");
        return ApplicationName.of(words[1].equals("map") ? words[3] : words[2].split("[./]")[0]);
    }

    /**
     * What is not done for which applications.
     *
     * @param refused commands with HAProxy's answers
     */
    List<Refusal> refusals(Map<String, String> refused) {
        SortedMap<ApplicationName, String> reasons = new TreeMap<>();
        missing.forEach((application, what) ->
                reasons.put(application, "haproxy.cfg lacks what its plan needs: " + String.join("; ", what)));
        refused.forEach((command, answer) ->
                reasons.putIfAbsent(application(command), "HAProxy refused '%s': %s".formatted(command, answer)));
        return reasons.entrySet().stream()
                .map(reason -> new Refusal(reason.getKey().value(), reason.getValue()))
                .toList();
    }

    private void lacks(ApplicationName application, String what) {
        missing.computeIfAbsent(application, any -> new LinkedHashSet<>()).add(what);
    }

    private void bringIn(HaproxyState.Member member, @Nullable Server server, ApplicationName application, int weight) {
        if (server == null) {
            lacks(
                    application,
                    running.hasBackend(member.backend())
                            ? "backend %s has no server %s.* at %s"
                                    .formatted(member.backend(), member.dataCenter(), member.endpoint())
                            : "there is no backend " + member.backend());
            return;
        }
        Server.Id id = server.id();
        Server.Status status = server.status();
        used.add(id);
        if (takesReads(id, application) ? status.weight() != weight : status.weight() == 0) {
            arriving.add("set server %s weight %d".formatted(id, weight));
        }
        if (!status.ready()) {
            arriving.add("set server %s state ready".formatted(id));
        }
    }

    private void route(ApplicationName application, @Nullable String backend) {
        boolean entered = running.writes().containsKey(application.value());
        if (backend == null || !reachable(application, backend)) {
            if (backend != null && !missing.containsKey(application)) {
                lacks(application, "backend %s has nobody who takes writes".formatted(backend));
            }
            if (entered) {
                closing.add("del map %s %s".formatted(settings.writeMap(), application));
            }
            return;
        }
        WriteEntry wanted = WriteEntry.until(backend, until);
        if (!running.write(application).equals(Optional.of(wanted))) {
            String command = entered ? "set" : "add";
            opening.add("%s map %s %s %s".formatted(command, settings.writeMap(), application, wanted));
        }
    }

    /** HAProxy sends what goes to a backend that is not there to its default one. */
    private boolean reachable(ApplicationName application, String backend) {
        return backend.equals(application.value())
                ? running.hasBackend(backend)
                : running.servers(application).stream()
                        .anyMatch(server -> server.id().backend().equals(backend) && used.contains(server.id()));
    }

    private void sendAway(Server server, ApplicationName application, @Nullable String writes) {
        Server.Id id = server.id();
        boolean ours = takesReads(id, application) || id.backend().equals(writes);
        if (ours && server.dataCenter().isPresent() && server.status().used() && !used.contains(id)) {
            leaving.add("set server %s state drain".formatted(id));
        }
    }

    private static boolean takesReads(Server.Id id, ApplicationName application) {
        return id.backend().equals(application.value());
    }
}
