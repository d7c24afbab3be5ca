package dev.fairlead.replication.check.rules;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.replication.DatabaseCheck.Finding;
import dev.fairlead.contracts.replication.DatabaseSpec;
import dev.fairlead.replication.check.rules.ServerFacts.Role;
import dev.fairlead.replication.check.rules.ServerFacts.Server;
import dev.fairlead.replication.check.rules.ServerFacts.Settings;
import dev.fairlead.replication.check.rules.ServerFacts.Slot;
import dev.fairlead.replication.check.rules.ServerFacts.Standby;
import dev.fairlead.replication.check.rules.ServerFacts.Version;
import dev.fairlead.replication.timeline.Branch;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A primary and two standbys that are as they should be, until a test changes what one of them says. */
final class Servers {

    static final DataCenterName EAST = DataCenterName.of("us-east");
    static final DataCenterName WEST = DataCenterName.of("us-west");
    static final DataCenterName EUROPE = DataCenterName.of("eu-west");
    static final String ANY_ONE = "ANY 1 (\"us-east\", \"us-west\", \"eu-west\")";

    private static final Version VERSION = new Version(150_018, "15.18");
    private static final Branch BRANCH = new Branch(77, 3);
    private static final Map<String, String> SETTINGS = Map.ofEntries(
            Map.entry("wal_level", "replica"),
            Map.entry("wal_receiver_timeout", "10000"),
            Map.entry("wal_sender_timeout", "10000"),
            Map.entry("max_slot_wal_keep_size", "4096"),
            Map.entry("synchronous_standby_names", ANY_ONE),
            Map.entry("synchronous_commit", "on"),
            Map.entry("wal_log_hints", "off"),
            Map.entry("data_checksums", "on"),
            Map.entry("default_transaction_read_only", "off"),
            Map.entry("primary_conninfo", "true"));

    private final Map<DataCenterName, Reading> readings = new LinkedHashMap<>();

    Servers() {
        Role role = new Role("fairlead", false, EnumSet.allOf(Right.class));
        Settings settings = new Settings(SETTINGS, Set.of(), List.of());
        readings.put(
                EAST,
                new ServerFacts(
                        new Server(false, false, BRANCH, VERSION),
                        role,
                        settings,
                        List.of(
                                new Slot("west", true, true, "reserved", 0),
                                new Slot("europe", true, true, "extended", 9)),
                        List.of(new Standby("us-west", true), new Standby("eu-west", true))));
        ServerFacts standby =
                new ServerFacts(new Server(true, true, BRANCH, VERSION), role, settings, List.of(), List.of());
        readings.put(WEST, standby);
        readings.put(EUROPE, standby);
    }

    static DatabaseSpec spec(
            DatabaseSpec.Kind kind, DatabaseSpec.Mode mode, DatabaseSpec.@Nullable Synchronous synchronous) {
        return new DatabaseSpec("shop", "shop", members(), 250, kind, synchronous, takeover(mode));
    }

    /** Synchronous, and taken over by itself. */
    static DatabaseSpec synchronous() {
        return spec(DatabaseSpec.Kind.POSTGRESQL, DatabaseSpec.Mode.AUTOMATIC, acknowledgedBy(1));
    }

    static DatabaseSpec.Synchronous acknowledgedBy(int standbys) {
        return new DatabaseSpec.Synchronous(List.of(EAST, WEST, EUROPE), standbys);
    }

    /** Asynchronous, and taken over by operators. */
    static DatabaseSpec asynchronous() {
        return new DatabaseSpec("shop", "shop", members(), 250);
    }

    private static List<DatabaseSpec.Member> members() {
        return List.of(member(EAST, 1), member(WEST, 2), member(EUROPE, 3));
    }

    private static DatabaseSpec.Member member(DataCenterName dataCenter, int host) {
        return new DatabaseSpec.Member(dataCenter, new EndpointAddress("192.0.2." + host, 5432));
    }

    private static DatabaseSpec.TakeoverPolicy takeover(DatabaseSpec.Mode mode) {
        return new DatabaseSpec.TakeoverPolicy(mode, 0L, 10_000L, 45_000L, 3_600_000L, List.of());
    }

    List<Finding> findings(DatabaseSpec spec) {
        return DatabaseFindings.of(spec, readings);
    }

    Servers silent(DataCenterName member, String reason) {
        readings.put(member, new Reading.Unread(reason));
        return this;
    }

    Servers server(DataCenterName member, boolean recovering, long system, long timeline, Version version) {
        return change(
                member,
                facts -> new ServerFacts(
                        new Server(recovering, recovering, new Branch(system, timeline), version),
                        facts.role(),
                        facts.settings(),
                        facts.slots(),
                        facts.standbys()));
    }

    Servers detached(DataCenterName member) {
        return change(
                member,
                facts -> new ServerFacts(
                        new Server(
                                true,
                                false,
                                facts.server().branch(),
                                facts.server().version()),
                        facts.role(),
                        facts.settings(),
                        facts.slots(),
                        facts.standbys()));
    }

    Servers role(DataCenterName member, Role role) {
        return change(
                member,
                facts -> new ServerFacts(facts.server(), role, facts.settings(), facts.slots(), facts.standbys()));
    }

    Servers setting(DataCenterName member, String name, String value) {
        return settings(member, settings -> {
            Map<String, String> values = new HashMap<>(settings.values());
            values.put(name, value);
            return new Settings(values, settings.fixed(), settings.weakCommits());
        });
    }

    Servers settings(DataCenterName member, UnaryOperator<Settings> change) {
        return change(
                member,
                facts -> new ServerFacts(
                        facts.server(), facts.role(), change.apply(facts.settings()), facts.slots(), facts.standbys()));
    }

    Servers slots(DataCenterName member, Slot... slots) {
        return change(
                member,
                facts -> new ServerFacts(
                        facts.server(), facts.role(), facts.settings(), List.of(slots), facts.standbys()));
    }

    Servers standbys(Standby... standbys) {
        return change(
                EAST,
                facts -> new ServerFacts(
                        facts.server(), facts.role(), facts.settings(), facts.slots(), List.of(standbys)));
    }

    private Servers change(DataCenterName member, UnaryOperator<ServerFacts> change) {
        readings.put(member, change.apply((ServerFacts) Objects.requireNonNull(readings.get(member))));
        return this;
    }
}
