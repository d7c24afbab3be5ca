package dev.fairlead.replication.check.rules;

import static dev.fairlead.replication.check.rules.Servers.ANY_ONE;
import static dev.fairlead.replication.check.rules.Servers.EAST;
import static dev.fairlead.replication.check.rules.Servers.EUROPE;
import static dev.fairlead.replication.check.rules.Servers.WEST;
import static dev.fairlead.replication.check.rules.Servers.acknowledgedBy;
import static dev.fairlead.replication.check.rules.Servers.asynchronous;
import static dev.fairlead.replication.check.rules.Servers.spec;
import static dev.fairlead.replication.check.rules.Servers.synchronous;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.replication.DatabaseCheck.Finding;
import dev.fairlead.contracts.replication.DatabaseCheck.Severity;
import dev.fairlead.contracts.replication.DatabaseSpec;
import dev.fairlead.replication.check.rules.ServerFacts.Role;
import dev.fairlead.replication.check.rules.ServerFacts.Settings;
import dev.fairlead.replication.check.rules.ServerFacts.Slot;
import dev.fairlead.replication.check.rules.ServerFacts.Standby;
import dev.fairlead.replication.check.rules.ServerFacts.Version;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DatabaseFindingsTests {

    private static final Version V15 = new Version(150_018, "15.18");

    private final Servers servers = new Servers();

    @Test
    void saysOfGoodServersThatTheyAreGood() {
        assertThat(servers.findings(synchronous()))
                .containsExactly(
                        ok(
                                "SYNCHRONOUS_STANDBY_NAMES",
                                EAST,
                                "synchronous_standby_names is '" + ANY_ONE + "', as it is to be"),
                        ok("MEMBER", EAST, "primary, PostgreSQL 15.18, timeline 3"),
                        ok("MEMBER", WEST, "standby, PostgreSQL 15.18, timeline 3"),
                        ok("MEMBER", EUROPE, "standby, PostgreSQL 15.18, timeline 3"));
    }

    @Test
    void takesAMemberThatDoesNotAnswerForAFindingAndLooksAtTheOthers() {
        servers.silent(WEST, "Connection refused").setting(EUROPE, "max_slot_wal_keep_size", "-1");
        Finding finding = only(synchronous(), "MEMBER_NOT_READ");
        assertThat(finding.severity()).isEqualTo(Severity.ERROR);
        assertThat(finding.dataCenter()).isEqualTo(WEST);
        assertThat(finding.text()).isEqualTo("192.0.2.2:5432 could not be read: Connection refused");
        only(synchronous(), "MAX_SLOT_WAL_KEEP_SIZE");
    }

    @Test
    void tellsTheWorstFirst() {
        servers.silent(EUROPE, "Connection refused").setting(EAST, "max_slot_wal_keep_size", "-1");
        assertThat(servers.findings(synchronous()))
                .extracting(Finding::severity)
                .containsExactly(Severity.ERROR, Severity.WARNING, Severity.OK, Severity.OK);
    }

    @Test
    void missesThePrimaryWhenNoneOfThoseThatAnswerIsOne() {
        servers.silent(EAST, "Connection refused");
        assertThat(only(synchronous(), "NO_PRIMARY").severity()).isEqualTo(Severity.ERROR);
        servers.silent(WEST, "Connection refused").silent(EUROPE, "Connection refused");
        assertThat(codes(synchronous())).containsOnly("MEMBER_NOT_READ");
    }

    @Test
    void namesThePrimariesWhenThereAreSeveral() {
        servers.server(WEST, false, 77, 4, V15);
        Finding finding = only(synchronous(), "SEVERAL_PRIMARIES");
        assertThat(finding.severity()).isEqualTo(Severity.ERROR);
        assertThat(finding.dataCenter()).isNull();
        assertThat(finding.text()).startsWith("us-east on timeline 3 and us-west on timeline 4 take writes");
    }

    @Test
    void findsMembersOfAnotherDatabaseHistoryOrVersion() {
        servers.server(WEST, true, 78, 3, V15);
        assertThat(only(synchronous(), "SYSTEM_DIFFERS").text()).contains("is 78 and that of us-east is 77");
        servers.server(WEST, true, 77, 2, V15);
        assertThat(only(synchronous(), "TIMELINE_DIFFERS").text()).contains("on timeline 2 and us-east on timeline 3");
        servers.server(WEST, true, 77, 3, new Version(150_017, "15.17"));
        assertThat(only(synchronous(), "VERSION_DIFFERS").severity()).isEqualTo(Severity.WARNING);
        servers.server(WEST, true, 77, 3, new Version(180_006, "18.6"));
        assertThat(only(synchronous(), "VERSION_DIFFERS").severity()).isEqualTo(Severity.ERROR);
    }

    @ParameterizedTest
    @EnumSource(Right.class)
    void asksForEachRightThatIsMissing(Right missing) {
        servers.role(EAST, new Role("we\"ird", false, EnumSet.complementOf(EnumSet.of(missing))));
        Finding finding = only(synchronous(), "ROLE_" + missing);
        assertThat(finding.text()).startsWith("the role we\"ird may not ");
        assertThat(finding.statement()).contains("\"we\"\"ird\"");
        assertThat(finding.severity())
                .isEqualTo(missing.need() == Right.Need.AFTERWARDS ? Severity.WARNING : Severity.ERROR);
        assertThat(only(asynchronous(), "ROLE_" + missing).severity())
                .as("when only operators take over")
                .isEqualTo(missing == Right.MONITOR ? Severity.ERROR : Severity.WARNING);
    }

    @Test
    void needsNoRightToTakeOverWherePatroniDoes() {
        servers.role(EAST, new Role("fairlead", false, Set.of(Right.MONITOR)));
        assertThat(codes(patroni())).noneMatch(code -> code.startsWith("ROLE"));
    }

    @Test
    void warnsOfASuperuserAndOfAVersionThatCannotGrantWhatIsNeeded() {
        servers.role(EAST, new Role("postgres", true, EnumSet.allOf(Right.class)));
        assertThat(only(synchronous(), "ROLE_SUPERUSER").severity()).isEqualTo(Severity.WARNING);
        servers.role(EAST, new Role("fairlead", false, Set.of()))
                .server(EAST, false, 77, 3, new Version(140_003, "14.3"));
        assertThat(only(synchronous(), "VERSION_TOO_OLD").severity()).isEqualTo(Severity.ERROR);
        assertThat(codes(synchronous())).noneMatch(code -> code.startsWith("ROLE"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "wal_level                     | minimal | WAL_LEVEL              | alter system set wal_level = 'replica'",
                "wal_receiver_timeout          | 60000   | WAL_RECEIVER_TIMEOUT   | alter system set wal_receiver_timeout = '10000ms'",
                "wal_receiver_timeout          | 0       | WAL_RECEIVER_TIMEOUT   | alter system set wal_receiver_timeout = '10000ms'",
                "wal_sender_timeout            | 10001   | WAL_SENDER_TIMEOUT     | alter system set wal_sender_timeout = '10000ms'",
                "max_slot_wal_keep_size        | -1      | MAX_SLOT_WAL_KEEP_SIZE |",
                "data_checksums                | off     | NO_REWIND              | alter system set wal_log_hints = 'on'",
                "default_transaction_read_only | on      | READ_ONLY_BY_DEFAULT   | alter system set default_transaction_read_only = 'off'",
                "allow_alter_system            | off     | ALTER_SYSTEM_OFF       |"
            })
    void findsSettingsThatEndangerOrDelayATakeover(
            String setting, String value, String code, @Nullable String statement) {
        servers.setting(WEST, setting, value);
        Finding finding = only(synchronous(), code);
        assertThat(finding.dataCenter()).isEqualTo(WEST);
        assertThat(finding.statement()).isEqualTo(statement);
        assertThat(finding.text()).contains(setting);
        assertThat(servers.findings(patroni()))
                .as("Patroni would change it back")
                .allSatisfy(each -> assertThat(each.statement()).isNull());
    }

    @Test
    void leavesARewindToEitherOfTheTwoThatAllowIt() {
        servers.setting(WEST, "data_checksums", "off").setting(WEST, "wal_log_hints", "on");
        assertThat(codes(synchronous())).doesNotContain("NO_REWIND");
    }

    @Test
    void findsThatASettingOnTheCommandLineCannotBeChanged() {
        servers.settings(
                WEST, present -> new Settings(present.values(), Set.of("primary_conninfo"), present.weakCommits()));
        assertThat(only(synchronous(), "PRIMARY_CONNINFO_FIXED").severity()).isEqualTo(Severity.ERROR);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "                                        | ERROR   | no commit waits",
                "FIRST 1 (us-west, eu-west)              | OK      | as it is to be",
                "\"us-west\", \"EU-WEST\"                | OK      | as it is to be",
                "any 1 (us-west, \"eu-west\")            | OK      | as it is to be",
                "ANY 1 (*)                               | ERROR   | anybody may acknowledge",
                "ANY 1 (us-west, eu-west, walreceiver)   | ERROR   | walreceiver may acknowledge",
                "ANY 1 (us-west)                         | WARNING | fewer to choose from",
                "2 (us-west, eu-west)                    | WARNING | more members than they should"
            })
    void comparesWhoAcknowledgesCommitsWithWhatTheResourceSays(@Nullable String names, Severity severity, String text) {
        servers.setting(EAST, "synchronous_standby_names", names == null ? "" : names);
        Finding finding = only(synchronous(), "SYNCHRONOUS_STANDBY_NAMES");
        assertThat(finding.severity()).isEqualTo(severity);
        assertThat(finding.text()).contains(text);
        assertThat(finding.statement())
                .isEqualTo(
                        severity == Severity.OK
                                ? null
                                : "alter system set synchronous_standby_names = '" + ANY_ONE + "'");
    }

    @Test
    void wantsAsManyAcknowledgementsAsTheResourceSays() {
        DatabaseSpec two = spec(DatabaseSpec.Kind.POSTGRESQL, DatabaseSpec.Mode.MANUAL, acknowledgedBy(2));
        assertThat(servers.findings(two))
                .filteredOn(finding -> finding.severity() == Severity.ERROR)
                .singleElement()
                .satisfies(finding -> assertThat(finding.text()).contains("waits for 1 others and not for 2"));
    }

    @Test
    void holdsAStandbyToWhatItWouldAskAsThePrimary() {
        servers.setting(WEST, "synchronous_standby_names", "");
        assertThat(servers.findings(synchronous()))
                .filteredOn(finding -> finding.severity() == Severity.WARNING)
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.dataCenter()).isEqualTo(WEST);
                    assertThat(finding.text()).endsWith("once it is the primary");
                });
    }

    @ParameterizedTest
    @CsvSource({"off, ERROR", "local, ERROR", "remote_write, WARNING"})
    void findsCommitsThatWaitForLess(String value, Severity severity) {
        servers.setting(EAST, "synchronous_commit", value);
        assertThat(only(synchronous(), "SYNCHRONOUS_COMMIT").severity()).isEqualTo(severity);
    }

    @Test
    void findsRolesWhoseCommitsWaitForLess() {
        servers.settings(
                EAST,
                present -> new Settings(
                        present.values(), present.fixed(), List.of("role batch has synchronous_commit=local")));
        assertThat(only(synchronous(), "SYNCHRONOUS_COMMIT_BY_ROLE").text()).startsWith("role batch has ");
    }

    @Test
    void wantsTheResourceToSayThatTheDatabaseIsSynchronous() {
        assertThat(only(asynchronous(), "SYNCHRONOUS_NOT_SAID").severity()).isEqualTo(Severity.WARNING);
        servers.setting(EAST, "synchronous_standby_names", "").setting(EAST, "synchronous_commit", "off");
        assertThat(codes(asynchronous())).contains("SYNCHRONOUS_COMMIT").doesNotContain("SYNCHRONOUS_NOT_SAID");
    }

    @Test
    void findsSlotsThatAreLostOrUnused() {
        servers.slots(
                EAST,
                new Slot("west", true, false, "lost", 0),
                new Slot("europe", true, true, "unreserved", 5 << 20),
                new Slot("old", true, false, "extended", 7 << 20));
        Finding lost = only(synchronous(), "SLOT_LOST");
        assertThat(lost.severity()).isEqualTo(Severity.ERROR);
        assertThat(lost.statement()).isEqualTo("select pg_drop_replication_slot('west')");
        assertThat(only(synchronous(), "SLOT_UNRESERVED").text()).contains("europe is 5 MiB behind");
        assertThat(only(synchronous(), "SLOT_INACTIVE").text()).contains("the slot old, which keeps 7 MiB");
    }

    @Test
    void findsSlotsThatAreLeftOverOnAStandby() {
        servers.slots(
                WEST,
                new Slot("fresh", true, false, "none", 0),
                new Slot("synced", false, false, "reserved", 100),
                new Slot("old", true, false, "reserved", 100));
        assertThat(only(synchronous(), "SLOT_INACTIVE").text()).contains("the slot old");
        assertThat(codes(patroni())).doesNotContain("SLOT_INACTIVE");
    }

    @Test
    void findsStandbysUnderAnotherNameOrWithoutASlot() {
        servers.standbys(new Standby("walreceiver", true), new Standby("eu-west", false));
        Finding name = only(synchronous(), "STANDBY_NAME");
        assertThat(name.severity()).isEqualTo(Severity.ERROR);
        assertThat(name.dataCenter()).isEqualTo(WEST);
        assertThat(name.text()).contains("calls itself us-west, there are eu-west, walreceiver");
        assertThat(only(asynchronous(), "STANDBY_NAME").severity()).isEqualTo(Severity.WARNING);
        assertThat(only(synchronous(), "STANDBY_WITHOUT_SLOT").text()).contains("eu-west");
    }

    @Test
    void findsStandbysThatFollowNobody() {
        servers.detached(WEST);
        assertThat(only(synchronous(), "STANDBY_NOT_RECEIVING").dataCenter()).isEqualTo(WEST);
        servers.setting(WEST, "primary_conninfo", "false");
        assertThat(only(synchronous(), "STANDBY_DETACHED").dataCenter()).isEqualTo(WEST);
    }

    @Test
    void concludesNothingFromWhatTheRoleMayNotSee() {
        servers.role(EAST, new Role("fairlead", false, EnumSet.complementOf(EnumSet.of(Right.MONITOR))))
                .standbys();
        assertThat(codes(synchronous())).contains("ROLE_MONITOR").doesNotContain("STANDBY_NAME");
    }

    private static DatabaseSpec patroni() {
        return spec(DatabaseSpec.Kind.PATRONI, DatabaseSpec.Mode.MANUAL, null);
    }

    private static Finding ok(String code, DataCenterName dataCenter, String text) {
        return new Finding(Severity.OK, code, dataCenter, text, null);
    }

    private List<String> codes(DatabaseSpec spec) {
        return servers.findings(spec).stream().map(Finding::code).toList();
    }

    /** The one finding of that code. */
    private Finding only(DatabaseSpec spec, String code) {
        List<Finding> found = new ArrayList<>(servers.findings(spec));
        found.removeIf(finding -> !finding.code().equals(code));
        assertThat(found).as("%s in %s", code, servers.findings(spec)).hasSize(1);
        return found.getFirst();
    }
}
