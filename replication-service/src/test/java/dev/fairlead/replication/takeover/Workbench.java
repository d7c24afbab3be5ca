package dev.fairlead.replication.takeover;

import com.zaxxer.hikari.HikariDataSource;
import dev.fairlead.bus.InMemoryEventBus;
import dev.fairlead.contracts.DatabaseName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.postgres.TestDatabase;
import dev.fairlead.replication.lease.LeaseCountdown;
import dev.fairlead.replication.local.LocalServer;
import dev.fairlead.replication.region.Regions;
import dev.fairlead.replication.sample.Credentials;
import dev.fairlead.replication.sample.Fleet;
import dev.fairlead.replication.sample.MonotonicClock;
import dev.fairlead.replication.takeover.MoveInput.Cause;
import dev.fairlead.replication.takeover.MoveInput.Wish;
import dev.fairlead.replication.takeover.member.MemberActions;
import dev.fairlead.runs.RunKind;
import dev.fairlead.runs.RunOrder;
import dev.fairlead.runs.RunSettings;
import dev.fairlead.runs.Runs;
import dev.fairlead.runs.Started;
import dev.fairlead.service.region.RegionProperties;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.jdbc.support.JdbcTransactionManager;
import tools.jackson.databind.json.JsonMapper;

/** Everything that moves need, on a control plane's database and a trio of servers, with both kinds of runs carried on. */
final class Workbench implements AutoCloseable {

    static final DatabaseName SHOP = DatabaseName.of("shop");

    final MemberActions members;
    final InMemoryWriteLeases leases = new InMemoryWriteLeases(Clock.systemUTC());
    final FakeTraffic traffic = new FakeTraffic();
    final Map<EndpointAddress, LocalServer> locals = new ConcurrentHashMap<>();
    final TakeoverBlocks blocks;
    final Losses losses;
    final Rebuilds rebuilds;
    final Runs runs;
    final Suspects suspects;
    final RunKind<MoveInput> takeover;
    final RunKind<MoveInput> switchover;
    private final RealMembers trio;
    private final TestDatabase database = TestDatabase.create("replication");
    private final HikariDataSource source = new HikariDataSource();
    private final Fleet fleet;
    private final Regions regions;
    private final RegionProperties properties = new RegionProperties(RegionName.of("local"), Map.of());

    Workbench(RealMembers trio) {
        this(trio, Duration.ofSeconds(10), UnaryOperator.identity());
    }

    /**
     * @param check how long a step that only looks may take
     * @param wrapped what carries takeovers out instead
     */
    Workbench(RealMembers trio, Duration check, UnaryOperator<RunKind<MoveInput>> wrapped) {
        this(trio, times(check), wrapped);
    }

    private static MoveTimes times(Duration check) {
        Duration minute = Duration.ofMinutes(1);
        return new MoveTimes(check, minute, minute, minute, minute);
    }

    /** @param wrapped what carries takeovers out instead */
    Workbench(RealMembers trio, MoveTimes times, UnaryOperator<RunKind<MoveInput>> wrapped) {
        this.trio = trio;
        source.setJdbcUrl(database.url());
        source.setUsername(database.user());
        source.setPassword(database.password());
        source.setMaximumPoolSize(6);
        new ResourceDatabasePopulator(
                        new ClassPathResource("db/runs/V0_1__runs.sql"),
                        new ClassPathResource("db/migration/V4__takeover_blocks.sql"),
                        new ClassPathResource("db/migration/V6__lost_writes.sql"))
                .execute(source);
        JdbcClient jdbc = JdbcClient.create(source);
        SharedClock clock = new SharedClock(jdbc);
        Credentials credentials = new Credentials(trio.credentials());
        members = new MemberActions(credentials);
        fleet = new Fleet(() -> Map.of(SHOP, trio.spec()), credentials, new MonotonicClock(), (name, findings) -> {});
        regions = new Regions(properties, new InMemoryEventBus(), new MonotonicClock(), (name, url) -> (before, at) -> {
            throw new AssertionError("there is one region");
        });
        suspects = new Suspects(fleet, regions, properties, members);
        blocks = new TakeoverBlocks(jdbc);
        losses = new Losses(jdbc, JsonMapper.shared());
        EpochGuard guard = new EpochGuard(jdbc);
        LeaseRecall lease = new LeaseRecall(leases, new LeaseCountdown(new MonotonicClock()));
        rebuilds =
                new Rebuilds(address -> Optional.ofNullable(locals.get(address)), members, losses, Clock.systemUTC());
        ReadOnlyOrders orders = new ReadOnlyOrders(traffic);
        ServeReadOnlyStep serveReadOnly = new ServeReadOnlyStep(orders, times);
        SealStep seal = new SealStep(members, guard, times);
        ChooseStep choose = new ChooseStep(members, times);
        TakeOverStep takeOver = new TakeOverStep(members, lease, blocks, guard, clock, times);
        SharedEnding ending = new SharedEnding(
                new RepointStep(members, guard, times),
                new RouteStep(traffic, orders, times),
                new RebuildStep(rebuilds, losses, times),
                new CloseStep(members, blocks, clock, times));
        takeover = wrapped.apply(new TakeoverKind(
                new SuspectStep(suspects, lease, clock, times),
                serveReadOnly,
                new DecideStep(suspects, members, blocks, clock, times),
                new FenceStep(lease, address -> Optional.ofNullable(locals.get(address)), guard, clock, times),
                seal,
                choose,
                takeOver,
                ending));
        switchover = new SwitchoverKind(
                new ReadyStep(members, times),
                serveReadOnly,
                new ReadOnlyStep(members, guard, clock, times),
                new CatchUpStep(members, times),
                new StopStep(lease, address -> Optional.ofNullable(locals.get(address)), members, guard, times),
                seal,
                choose,
                takeOver,
                ending);
        runs = executor();
        runs.carryOn();
    }

    /** Another instance that carries the same runs on, once it is told to. */
    Runs executor() {
        return new Runs(
                source,
                JsonMapper.shared(),
                Clock.systemUTC(),
                new RunSettings(Duration.ofMillis(400), 8),
                List.of(takeover, switchover),
                runId -> {});
    }

    /** What a process says that has just started. */
    Suspects suspects(Fleet started) {
        return new Suspects(started, regions, properties, members);
    }

    SuspectStep suspectStep(Suspects seen) {
        return new SuspectStep(
                seen,
                new LeaseRecall(leases, new LeaseCountdown(new MonotonicClock())),
                new SharedClock(JdbcClient.create(source)),
                times(Duration.ofSeconds(10)));
    }

    Fleet startedFleet() {
        return new Fleet(
                () -> Map.of(SHOP, trio.spec()),
                new Credentials(trio.credentials()),
                new MonotonicClock(),
                (name, findings) -> {});
    }

    /** The control plane's database is away while this is done. */
    void withoutControlPlane(Runnable meanwhile) {
        database.whileAway(meanwhile);
    }

    /** The old primary stands beside this service from now on. */
    void standBesideEast() {
        locals.put(input(new Wish(null, false, Cause.FOUND)).address(Trio.EAST), trio.control());
    }

    Failbacks failbacks() {
        return new Failbacks(
                runs,
                switchover,
                suspects,
                blocks,
                new WriteObstacles(traffic),
                JdbcClient.create(source),
                new JdbcTransactionManager(source),
                Clock.systemUTC());
    }

    MoveInput input(Wish wish) {
        return new MoveInput(
                SHOP,
                trio.spec(),
                Trio.EAST,
                suspects.primary(SHOP).map(known -> known.finding().basis()).orElse(null),
                wish);
    }

    Started start(RunKind<MoveInput> kind, Wish wish, @Nullable String key) {
        return runs.start(kind, new RunOrder<>(SHOP.value(), input(wish), "test", "tester", key));
    }

    /** @return the id of the run */
    String started(RunKind<MoveInput> kind, Cause cause) {
        Started started = start(kind, new Wish(cause == Cause.PLANNED ? Trio.WEST : null, false, cause), null);
        if (started instanceof Started.New(var run)) {
            return run.id();
        }
        throw new AssertionError(started.toString());
    }

    @Override
    public void close() {
        runs.close();
        regions.close();
        fleet.close();
        source.close();
        database.close();
    }
}
