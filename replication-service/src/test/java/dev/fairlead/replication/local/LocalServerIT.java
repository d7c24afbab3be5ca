package dev.fairlead.replication.local;

import static dev.fairlead.replication.local.PackagedServers.MOVER;
import static dev.fairlead.replication.local.PackagedServers.ask;
import static dev.fairlead.replication.local.PackagedServers.execute;
import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Real servers under local control. */
@SuppressWarnings("NullAway.Init")
class LocalServerIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private PackagedServers servers;
    private LocalProperties.Server east;
    private LocalServer primary;

    @BeforeEach
    void start() throws IOException, SQLException {
        servers = new PackagedServers();
        east = servers.primary("east");
        primary = servers.control(east);
    }

    @AfterEach
    void stop() throws IOException {
        servers.close();
    }

    @Test
    void startsAndStopsHoweverOftenItIsAsked() throws IOException {
        assertThat(primary.isRunning()).isTrue();
        primary.start();
        primary.stop(StopMode.FAST);
        primary.stop(StopMode.FAST);
        primary.stop(StopMode.IMMEDIATE);
        assertThat(primary.isRunning()).isFalse();
        primary.start();
        primary.stop(StopMode.IMMEDIATE);
        assertThat(primary.isRunning()).isFalse();
        primary.start();
        assertThat(primary.isRunning()).isTrue();
    }

    @Test
    void aFencedServerTakesNoWritesWhoeverStartsIt() throws IOException, SQLException {
        primary.fence(7);
        primary.fence(6);
        assertThat(primary.isRunning()).isFalse();
        assertThat(primary.fenced()).hasValue(7);
        assertThatThrownBy(primary::start).hasMessageContaining("is fenced under epoch 7");

        servers.run(
                east,
                "pg_ctl",
                "start",
                "-w",
                "-D",
                east.dataDirectory().toString(),
                "-l",
                east.beside("log").toString(),
                "-o",
                "-p " + east.address().port());
        assertThatThrownBy(() -> execute(east, "insert into rows values (1)")).hasMessageContaining("read-only");
        primary.fence(7);
        assertThat(primary.isRunning()).isFalse();

        assertThatThrownBy(() -> primary.release(7)).hasMessageContaining("does not lift");
        primary.release(8);
        primary.release(8);
        assertThat(primary.fenced()).isEmpty();
        primary.start();
        execute(east, "insert into rows values (1)");
    }

    @Test
    void endsBackendsThatOutliveTheirPostmaster() throws Exception {
        Thread busy = Thread.ofVirtual().start(() -> {
            try {
                execute(east, "do $$ begin loop end loop; end $$");
            } catch (SQLException e) {
                assertThat(e.getMessage()).as("it was ended").isNotEmpty();
            }
        });
        eventually(
                PATIENCE,
                () -> assertThat(ask(east, "select count(*) from pg_stat_activity where query like 'do %'"))
                        .isEqualTo("1"));
        String postmaster = Files.readAllLines(east.dataDirectory().resolve("postmaster.pid"))
                .getFirst();
        ProcessHandle process = ProcessHandle.of(Long.parseLong(postmaster)).orElseThrow();
        process.destroyForcibly();
        process.onExit().join();
        assertThat(primary.isRunning()).isTrue();

        primary.fence(1);
        assertThat(primary.isRunning()).isFalse();
        busy.join();
    }

    @Test
    void rewindsAnOldPrimaryAndKeepsWhatItTakesBack() throws IOException, SQLException {
        LocalProperties.Server west = follower("west", "us-west");
        diverge(west);

        primary.rewind(west.address(), MOVER, "postgres");
        primary.rewind(west.address(), MOVER, "postgres");
        assertThat(kept("diverged-1")).contains("written by east only");
        assertThat(inserted(primary.takenBack(1).orElseThrow())).isEqualTo(2);
        primary.follow(west.address(), MOVER, "us-east", "east");
        primary.follow(west.address(), MOVER, "us-east", "east");
        assertThat(primary.fenced()).isEmpty();
        primary.start();

        eventually(PATIENCE, () -> assertThat(streaming(west, "us-east")).isEqualTo("streaming"));
        eventually(
                PATIENCE,
                () -> assertThat(ask(east, "select note from rows order by n"))
                        .isEqualTo("written by both,written by west only"));
        assertThat(ask(east, "show primary_slot_name")).isEqualTo("east");
        assertThat(ask(east, "show work_mem")).as("a setting of its own").isEqualTo("5MB");
        assertThat(ask(west, "select active from pg_replication_slots where slot_name = 'east'"))
                .isEqualTo("t");
        primary.rewind(west.address(), MOVER, "postgres"); // there is nothing to take back
        primary.start();
    }

    @Test
    void aRewindThatWasBrokenOffNeedsACopyWhichKeepsTheOldData() throws IOException, SQLException {
        LocalProperties.Server west = follower("west", "us-west");
        diverge(west);
        Path half = east.beside("rewinding");
        Files.createDirectory(half);
        Files.copy(
                east.dataDirectory().resolve("postgresql.conf"),
                half.resolve("postgresql.conf"),
                StandardCopyOption.COPY_ATTRIBUTES);

        assertThatThrownBy(() -> primary.rewind(west.address(), MOVER, "postgres"))
                .hasMessageContaining("only a new copy helps");
        Files.createDirectory(east.beside("copy")); // this one was broken off, too
        Files.createFile(east.beside("copy").resolve("half"));
        primary.copy(west.address(), MOVER, "postgres", "east");
        assertThatThrownBy(primary::start).hasMessageContaining("is fenced");
        primary.follow(west.address(), MOVER, "us-east", "east");
        primary.start();

        eventually(PATIENCE, () -> assertThat(streaming(west, "us-east")).isEqualTo("streaming"));
        assertThat(ask(east, "select note from rows order by n")).isEqualTo("written by both,written by west only");
        assertThat(ask(east, "show work_mem")).isEqualTo("5MB");
        assertThat(east.beside("replaced").resolve("pg_wal")).isDirectory();
        assertThat(half).doesNotExist();
        try (Stream<Path> beside = Files.list(east.beside("log").resolveSibling("."))) {
            assertThat(beside.map(path -> String.valueOf(path.getFileName())))
                    .noneMatch(name -> name.endsWith(".copy") || name.endsWith(".half"));
        }
    }

    @Test
    void aCopyKeepsWhatItTakesBack() throws IOException, SQLException {
        LocalProperties.Server west = follower("west", "us-west");
        diverge(west);

        primary.copy(west.address(), MOVER, "postgres", "east");

        LostLog lost = primary.takenBack(1).orElseThrow();
        assertThat(inserted(lost)).isEqualTo(2);
        assertThat(lost.commits().count()).isGreaterThanOrEqualTo(2);
        assertThat(lost.bytes()).isPositive();
        assertThat(primary.takenBack(2)).isEmpty();
        assertThat(kept("diverged-1")).contains("written by east only");
        KeptRows rows = primary.keptRows(1).orElseThrow();
        assertThat(kept(rows, "rows"))
                .contains(",2,written by east only\n", ",3,and this\n")
                .doesNotContain("both");
    }

    @Test
    void theRowsOfLostTransactionsAreKeptAndNoOthers() throws IOException, SQLException {
        LocalProperties.Server west = follower("west", "us-west");
        execute(
                east,
                "create table \"My rows\" (n int, twice int generated always as (n * 2) stored, note text)",
                "create table emptied (n int)",
                "create table parts (n int) partition by range (n)",
                "create table \"low, part\" partition of parts for values from (0) to (10)",
                "insert into rows values (1, 'on both'), (2, 'on both'), (3, 'on both')",
                "insert into emptied values (1)",
                "vacuum freeze rows");
        eventually(
                PATIENCE, () -> assertThat(ask(west, "select n from emptied")).isEqualTo("1"));
        execute(west, "select pg_promote()");
        execute(
                east,
                "begin; insert into rows values (4, 'new'); savepoint s; insert into rows values (5, E'a\"b,c\\nd');"
                        + " release s; savepoint t; insert into rows values (6, 'taken back'); rollback to t; commit",
                "update rows set note = 'changed' where n = 2",
                "delete from rows where n = 3",
                "begin; insert into rows values (7, 'not committed'); rollback",
                "insert into rows values (8, 'new and gone')",
                "delete from rows where n = 8",
                "insert into \"My rows\" (n, note) values (1, (select string_agg(md5(i::text), '') from generate_series(1, 2000) i))",
                "insert into parts values (1)",
                "truncate emptied",
                "insert into emptied values (2)",
                "vacuum freeze rows");
        primary.fence(1);

        primary.rewind(west.address(), MOVER, "postgres");

        KeptRows kept = primary.keptRows(1).orElseThrow();
        assertThat(kept.tables())
                .extracting(KeptRows.Table::table, KeptRows.Table::rows, KeptRows.Table::whole)
                .containsExactlyInAnyOrder(
                        tuple("rows", 3L, true),
                        tuple("\"My rows\"", 1L, true),
                        tuple("\"low, part\"", 1L, true),
                        tuple("emptied", 1L, true));
        assertThat(kept(kept, "rows"))
                .startsWith("lost_transaction,n,note\n")
                .containsSubsequence(",4,new\n", ",5,\"a\"\"b,c\nd\"\n", ",2,changed\n");
        assertThat(kept(kept, "\"My rows\"")).contains(",1,2,").hasSizeGreaterThan(64_000);
        assertThat(kept(kept, "emptied")).endsWith(",2\n");
        assertThat(kept.names()).containsValues("rows", "emptied");
        assertThat(primary.keptRows(2)).isEmpty();
        primary.follow(west.address(), MOVER, "us-east", "east");
        execute(west, "select pg_create_physical_replication_slot('east', true)");
        primary.start();
        eventually(
                PATIENCE,
                () -> assertThat(ask(east, "select note from rows order by n")).isEqualTo("on both,on both,on both"));
        eventually(PATIENCE, () -> assertThat(streaming(west, "us-east")).isEqualTo("streaming"));
    }

    private static String kept(KeptRows kept, String table) throws IOException {
        Path file = Path.of(kept.folder())
                .resolve(kept.tables().stream()
                        .filter(each -> each.table().equals(table))
                        .findFirst()
                        .orElseThrow()
                        .file());
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        return Files.readString(file);
    }

    private static long inserted(LostLog lost) {
        return lost.first().stream()
                .flatMap(transaction -> transaction.changes().stream())
                .mapToLong(LostLog.Change::inserted)
                .sum();
    }

    @Test
    void worksForAUserWithoutAnother() throws IOException, SQLException {
        try (PackagedServers own = new PackagedServers(null)) {
            LocalProperties.Server server = own.primary("own");
            execute(server, "insert into rows values (1)");
            own.control(server).fence(1);
            assertThat(own.control(server).isRunning()).isFalse();
        }
    }

    @Test
    void saysWhichProgramIsMissing() throws IOException {
        LocalProperties.Server bare = new LocalProperties.Server(
                east.address(), east.dataDirectory(), east.dataDirectory(), east.user(), null, null);
        LocalServer server = servers.control(bare);
        assertThatThrownBy(() -> server.rewind(east.address(), MOVER, "postgres"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the program pg_rewind is missing in");
        assertThat(primary.isRunning()).as("was left alone").isTrue();
    }

    /** A standby of east, made by a copy into nothing. */
    private LocalProperties.Server follower(String name, String applicationName) throws IOException, SQLException {
        execute(east, "select pg_create_physical_replication_slot('%s', true)".formatted(name));
        LocalProperties.Server server = servers.empty(name);
        LocalServer standby = servers.control(server);
        standby.copy(east.address(), MOVER, "postgres", name);
        standby.follow(east.address(), MOVER, applicationName, name);
        standby.start();
        eventually(PATIENCE, () -> assertThat(streaming(east, applicationName)).isEqualTo("streaming"));
        return server;
    }

    /** Lets west take over while east goes on writing, then fences east. */
    private void diverge(LocalProperties.Server west) throws IOException, SQLException {
        Files.writeString(
                east.dataDirectory().resolve("postgresql.conf"), "work_mem = 5MB\n", StandardOpenOption.APPEND);
        execute(east, "insert into rows values (1, 'written by both')");
        eventually(PATIENCE, () -> assertThat(ask(west, "select n from rows")).isEqualTo("1"));
        execute(west, "select pg_promote()");
        execute(east, "insert into rows values (2, 'written by east only')", "select pg_switch_wal()");
        execute(east, "insert into rows values (3, 'and this')");
        execute(west, "insert into rows values (4, 'written by west only')");
        execute(west, "select pg_create_physical_replication_slot('east', true)");
        primary.fence(1);
    }

    private static String streaming(LocalProperties.Server server, String applicationName) throws SQLException {
        return ask(
                server,
                "select state from pg_stat_replication where application_name = '%s'".formatted(applicationName));
    }

    private String kept(String what) throws IOException {
        try (Stream<Path> files = Files.list(east.beside(what))) {
            StringBuilder all = new StringBuilder();
            List<Path> segments = files.sorted().toList();
            assertThat(segments).isNotEmpty();
            for (Path segment : segments) {
                all.append(new String(Files.readAllBytes(segment), StandardCharsets.ISO_8859_1));
            }
            return all.toString();
        }
    }
}
