package dev.fairlead.gateway.haproxy;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.gateway.choice.Clientele;
import dev.fairlead.gateway.dataplane.Applied;
import dev.fairlead.gateway.dataplane.DataPlane;
import dev.fairlead.gateway.dataplane.DataPlaneException;
import dev.fairlead.gateway.dataplane.PerPlan;
import dev.fairlead.gateway.dataplane.Pusher;
import dev.fairlead.gateway.dataplane.Tally;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One HAProxy obeying plans. Its servers are all read at each look only, because that takes long where there are many; a change is
 * made against what was read last, unless it was restarted since, and then those applications are read that were changed.
 */
final class HaproxyDataPlane implements DataPlane<HaproxyState> {

    /** The key in the map of writes under which who pushes is written; no application is called so. */
    private static final String PUSHER = "_fairlead";

    private final String name;
    private final HaproxySettings settings;
    private final InstantSource clock;
    private final Supplier<Optional<Instant>> heard;
    private final RuntimeApi api;
    private final @Nullable StartFiles files;
    private final PerPlan<Optional<HaproxyState.Wanted>> wanted = new PerPlan<>(this::wanted);

    private final Readings readings;

    /** Which applications the last change may have touched, until they are read again; absent: there was none. */
    private @Nullable Set<ApplicationName> touched;

    /** @param heard when the traffic-service last told its plans */
    HaproxyDataPlane(String name, HaproxySettings settings, InstantSource clock, Supplier<Optional<Instant>> heard) {
        this.name = name;
        this.settings = settings;
        this.clock = clock;
        this.heard = heard;
        this.api = new RuntimeApi(settings);
        this.readings = new Readings(name, api, settings);
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
        return HaproxyState.shortfalls(allWanted(plans));
    }

    @Override
    public boolean shared() {
        return settings.shared();
    }

    @Override
    public void claim(Pusher pusher, HaproxyState desired, @Nullable HaproxyState before) {
        Optional<String> entry = Optional.ofNullable(readings.writes().get(PUSHER));
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
        return HaproxyState.desired(allWanted(plans), writesEnd().isAfter(clock.instant()));
    }

    private List<HaproxyState.Wanted> allWanted(List<RoutingPlan> plans) {
        return wanted.of(plans).stream().flatMap(Optional::stream).toList();
    }

    /** Empty where it does not serve the application. */
    private Optional<HaproxyState.Wanted> wanted(RoutingPlan plan) {
        return settings.applications().contains(plan.application())
                ? Optional.of(HaproxyState.Wanted.of(plan, settings))
                : Optional.empty();
    }

    /** When writes close by themselves unless the traffic-service is heard again. */
    private Instant writesEnd() {
        Duration ttl = settings.writeTtl();
        return ttl == null
                ? WriteEntry.FOREVER
                : heard.get().orElse(Instant.EPOCH).plus(ttl).truncatedTo(ChronoUnit.SECONDS);
    }

    @Override
    public Set<String> names(HaproxyState state) {
        return state.applications().keySet().stream()
                .map(ApplicationName::value)
                .collect(Collectors.toSet());
    }

    @Override
    public HaproxyState keeping(HaproxyState desired, Set<String> names, HaproxyState before) {
        return desired.with(
                names.stream().map(ApplicationName::of).collect(Collectors.toMap(Function.identity(), before::held)));
    }

    @Override
    public HaproxyState observe() {
        return HaproxyState.observed(readings.all(), settings.applications(), clock.instant());
    }

    @Override
    public Applied<HaproxyState> apply(HaproxyState desired, HaproxyState before) {
        Optional<Running> unlessRestarted = readings.unlessRestarted();
        Running running = unlessRestarted.orElseGet(readings::all);
        Set<ApplicationName> applications = new TreeSet<>(settings.applications());
        if (unlessRestarted.isPresent()) {
            applications.removeIf(application -> desired.held(application).equals(before.held(application))
                    && isRouted(application, desired, running));
        }
        Changes changes = new Changes(desired, running, settings, applications, writesEnd());
        touched = applications;
        Map<String, String> refused = changes.commands().isEmpty() ? Map.of() : api.offer(changes.commands());
        HaproxyState reached =
                refused.isEmpty() ? changes.reached() : changes.reached().with(asTheyAre(refused.keySet()));
        return new Applied<>(reached, changes.refusals(refused));
    }

    /** What became of the applications for which some commands were refused. */
    private Map<ApplicationName, HaproxyState.Held> asTheyAre(Set<String> refused) {
        Set<ApplicationName> applications =
                refused.stream().map(Changes::application).collect(Collectors.toSet());
        HaproxyState held = HaproxyState.observed(readings.again(applications), applications, clock.instant());
        return applications.stream().collect(Collectors.toMap(Function.identity(), held::held));
    }

    private boolean isRouted(ApplicationName application, HaproxyState desired, Running running) {
        Optional<String> writes = running.write(application)
                .filter(entry -> entry.open(clock.instant()))
                .map(WriteEntry::backend);
        return writes.equals(Optional.ofNullable(desired.held(application).writes()));
    }

    /** Only the applications that a change touched are read again, as those of other data planes are the only ones that are asked. */
    @Override
    public void verify(HaproxyState desired, HaproxyState before) {
        Set<ApplicationName> changed = touched;
        touched = null;
        if (changed == null) {
            compare(desired, readings.all(), settings.applications());
        } else {
            compare(desired, readings.again(changed), changed);
        }
    }

    private void compare(HaproxyState desired, Running running, Collection<ApplicationName> applications) {
        HaproxyState wanted = desired.only(applications);
        HaproxyState held = HaproxyState.observed(running, applications, clock.instant());
        if (!held.equals(wanted)) {
            throw new DataPlaneException(wanted.differenceFrom(held));
        }
    }

    private void keepFiles(Running running) {
        if (files != null) {
            files.keep(running);
        }
    }

    @Override
    public void settle(HaproxyState obeyed) {
        Running running = readings.last();
        if (files != null && running != null) {
            files.write(running);
        }
    }

    /** Ends drains, gives writes more time, and keeps the files in line. */
    @Override
    public List<String> tend(HaproxyState obeyed) {
        Running running = readings.all();
        List<Server> draining = running.servers().stream()
                .filter(server -> server.status().draining()
                        && server.dataCenter().isPresent()
                        && settings.owns(server.id().backend()))
                .toList();
        Drains drains = draining.isEmpty()
                ? new Drains(List.of(), List.of())
                : Drains.of(draining, Stats.of(api.ask(List.of(Stats.QUESTION)).getFirst()), settings.drainTime());
        List<String> commands = new ArrayList<>(
                new Changes(obeyed, running, settings, settings.applications(), writesEnd()).commands());
        commands.addAll(drains.over());
        if (commands.isEmpty()) {
            keepFiles(running);
        } else {
            api.tell(commands);
            keepFiles(readings.all());
        }
        List<String> remarks = new ArrayList<>(drains.remarks());
        if (!writesEnd().isAfter(clock.instant())) {
            remarks.add("writes are closed, because the traffic-service is not heard");
        }
        settings.applications().stream()
                .flatMap(application -> running.servers(application).stream())
                .filter(server -> server.status().used() && server.status().down())
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
