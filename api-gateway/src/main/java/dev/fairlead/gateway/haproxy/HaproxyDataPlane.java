package dev.fairlead.gateway.haproxy;

import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.gateway.choice.Clientele;
import dev.fairlead.gateway.dataplane.DataPlane;
import dev.fairlead.gateway.dataplane.DataPlaneException;
import dev.fairlead.gateway.dataplane.Pusher;
import dev.fairlead.gateway.dataplane.Tally;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One HAProxy obeying plans. Each change is made against what it holds at that moment, so one that was restarted in between
 * gets all it lost.
 */
final class HaproxyDataPlane implements DataPlane<HaproxyState> {

    private static final Logger log = LoggerFactory.getLogger(HaproxyDataPlane.class);

    /** The key in the map of writes under which who pushes is written; no application is called so. */
    private static final String PUSHER = "_fairlead";

    private final String name;
    private final HaproxySettings settings;
    private final InstantSource clock;
    private final Supplier<Optional<Instant>> heard;
    private final RuntimeApi api;
    private final @Nullable StartFiles files;
    private Running.@Nullable Process process;

    /** @param heard when the traffic-service last told its plans */
    HaproxyDataPlane(String name, HaproxySettings settings, InstantSource clock, Supplier<Optional<Instant>> heard) {
        this.name = name;
        this.settings = settings;
        this.clock = clock;
        this.heard = heard;
        this.api = new RuntimeApi(settings);
        Path directory = settings.directory();
        this.files = directory == null ? null : new StartFiles(directory, settings);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String kind() {
        return "haproxy";
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(false, Weights.EXACT, false);
    }

    @Override
    public List<String> shortfalls(List<RoutingPlan> plans) {
        return HaproxyState.shortfalls(plans, settings);
    }

    @Override
    public boolean shared() {
        return settings.shared();
    }

    @Override
    public void claim(Pusher pusher, HaproxyState desired, @Nullable HaproxyState before) {
        Optional<String> entry = Optional.ofNullable(read().writes().get(PUSHER));
        Optional<Pusher> written = entry.flatMap(Pusher::parse);
        written.ifPresent(pusher::requireAhead);
        if (written.filter(pusher::equals).isEmpty()) {
            String escaped = pusher.text().replaceAll("[^A-Za-z0-9._/:-]", "\\\\$0");
            api.tell(List.of("%s map %s %s %s"
                    .formatted(entry.isPresent() ? "set" : "add", settings.writeMap(), PUSHER, escaped)));
        }
    }

    @Override
    public HaproxyState desired(List<RoutingPlan> plans) {
        return HaproxyState.desired(plans, settings, writesEnd().isAfter(clock.instant()));
    }

    /** When writes close by themselves unless the traffic-service is heard again. */
    private Instant writesEnd() {
        Duration ttl = settings.writeTtl();
        return ttl == null
                ? WriteEntry.FOREVER
                : heard.get().orElse(Instant.EPOCH).plus(ttl).truncatedTo(ChronoUnit.SECONDS);
    }

    @Override
    public HaproxyState observe() {
        return HaproxyState.observed(read(), settings.applications(), clock.instant());
    }

    private Running read() {
        List<List<String>> answers =
                api.ask(List.of("show info", "show servers state", "show map " + settings.writeMap()));
        Running running = Running.of(answers.get(0), answers.get(1), answers.get(2));
        if (process != null && !process.equals(running.process())) {
            log.info(
                    "haproxy={} state=restarted pid={}", name, running.process().pid());
        }
        process = running.process();
        return running;
    }

    @Override
    public void apply(HaproxyState desired, HaproxyState before) {
        Changes changes = new Changes(desired, read(), settings, writesEnd());
        tell(changes.commands());
        if (!changes.missing().isEmpty()) {
            throw new DataPlaneException(
                    "haproxy.cfg lacks what the plans need: " + String.join("; ", changes.missing()));
        }
    }

    private void tell(List<String> commands) {
        if (!commands.isEmpty()) {
            api.tell(commands);
        }
        if (files != null) {
            files.keep(read());
        }
    }

    @Override
    public void verify(HaproxyState desired, HaproxyState before) {
        HaproxyState held = observe();
        if (!held.equals(desired)) {
            throw new DataPlaneException(desired.differenceFrom(held));
        }
    }

    /** Ends drains, gives writes more time, and keeps the files in line. */
    @Override
    public List<String> tend(HaproxyState obeyed) {
        Running running = read();
        List<Server> draining = running.servers().stream()
                .filter(server -> server.status().draining()
                        && server.dataCenter().isPresent()
                        && settings.owns(server.id().backend()))
                .toList();
        Drains drains = draining.isEmpty()
                ? new Drains(List.of(), List.of())
                : Drains.of(draining, Stats.of(api.ask(List.of(Stats.QUESTION)).getFirst()), settings.drainTime());
        List<String> commands = new ArrayList<>(new Changes(obeyed, running, settings, writesEnd()).commands());
        commands.addAll(drains.over());
        tell(commands);
        List<String> remarks = new ArrayList<>(drains.remarks());
        if (!writesEnd().isAfter(clock.instant())) {
            remarks.add("writes are closed, because the traffic-service is not heard");
        }
        running.servers().stream()
                .filter(server -> settings.owns(server.id().backend())
                        && server.status().used()
                        && server.status().down())
                .forEach(server -> remarks.add(server.id() + " is down by HAProxy's own check"));
        settings.applications().stream()
                .filter(application -> !running.hasBackend(application.value()))
                .forEach(application -> remarks.add("haproxy.cfg has no backend " + application));
        return remarks;
    }

    @Override
    public Optional<Clientele> place() {
        return Optional.of(settings.place());
    }

    @Override
    public List<Tally> tallies() {
        List<List<String>> answers = api.ask(List.of("show servers state", Stats.QUESTION));
        return Stats.of(answers.get(1)).tallies(Server.all(answers.get(0)), settings);
    }
}
