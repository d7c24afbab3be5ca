package dev.fairlead.traffic.uptime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.traffic.Uptime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A timeline of decisions, told in minutes before now. */
class AvailabilityTests {

    private static final ApplicationName SHOP = ApplicationName.of("shop");
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final int DAY = 24 * 60;
    private static final int ALL = 10_000;

    private final List<Change> changes = new ArrayList<>();

    /** The next decision leaves that part of the users unserved. */
    private AvailabilityTests ago(int minutes, int basisPoints) {
        changes.add(new Change(changes.size(), before(minutes), basisPoints, "reason " + changes.size()));
        return this;
    }

    private static Instant before(int minutes) {
        return NOW.minus(Duration.ofMinutes(minutes));
    }

    private UptimeReport report(String objective, int days) {
        return Availability.report(SHOP, new Uptime(objective), changes, days, NOW);
    }

    private UptimeReport report() {
        return report("99.9", 30);
    }

    @Test
    void countsEachOutageByThePartOfTheUsersThatHadIt() {
        ago(10 * DAY, 0).ago(500, ALL).ago(490, 0).ago(300, 2_500).ago(280, 0);

        UptimeReport report = report();

        assertThat(report.spending().spentSeconds()).isEqualTo(600 + 300);
        assertThat(report.spending().leftSeconds()).isEqualTo(2_592 - 900);
        assertThat(report.outages())
                .containsExactly(
                        new UptimeReport.Outage(before(300), before(280), 2_500, 300, "reason 3"),
                        new UptimeReport.Outage(before(500), before(490), ALL, 600, "reason 1"));
    }

    @Test
    void anOutageThatGoesOnCountsUntilNow() {
        ago(DAY, 0).ago(7, ALL);

        assertThat(report().spending().spentSeconds()).isEqualTo(420);
        assertThat(report().outages()).singleElement().satisfies(outage -> {
            assertThat(outage.to()).isNull();
            assertThat(outage.lostSeconds()).isEqualTo(420);
        });
    }

    @ParameterizedTest
    @CsvSource({"99.9, 30, 2592", "99.95, 30, 1296", "99.99, 30, 259.2", "99.99, 1, 8.64", "99.9, 90, 7776"})
    void theBudgetIsWhatTheObjectiveLeavesOfTheWindow(String objective, int days, double seconds) {
        assertThat(report(objective, days).spending().budgetSeconds()).isEqualTo(seconds);
    }

    @Test
    void saysHowFarABudgetIsOverspent() {
        ago(DAY, 0).ago(20, ALL).ago(10, 0);

        assertThat(report("99.99", 30).spending().leftSeconds()).isEqualTo(-340.8);
    }

    @Test
    void withoutAnObjectiveThereIsNoBudgetButWhatWasLostIsTold() {
        ago(DAY, 0).ago(20, ALL).ago(10, 0);

        UptimeReport report = Availability.report(SHOP, null, changes, 30, NOW);

        assertThat(report.objective()).isNull();
        assertThat(report.spending().budgetSeconds()).isNull();
        assertThat(report.spending().leftSeconds()).isNull();
        assertThat(report.spending().spentSeconds()).isEqualTo(600);
    }

    @Test
    void ofAnOutageOverTheEdgeOfTheWindowThePartInsideCounts() {
        ago(3 * DAY, ALL).ago(DAY - 30, 0);

        UptimeReport report = report("99.9", 1);

        assertThat(report.spending().spentSeconds()).isEqualTo(1_800);
        assertThat(report.outages())
                .containsExactly(new UptimeReport.Outage(before(3 * DAY), before(DAY - 30), ALL, 1_800, "reason 0"));
        assertThat(report.window().knownFrom()).isEqualTo(report.window().from());
        assertThat(report.window().knownSeconds()).isEqualTo(86_400);
    }

    @Test
    void anOutageThatEndedWithTheBeginningOfTheWindowIsNotInIt() {
        ago(3 * DAY, ALL).ago(DAY, 0);

        assertThat(report("99.9", 1).spending().spentSeconds()).isZero();
        assertThat(report("99.9", 1).outages()).isEmpty();
    }

    @Test
    void whatWasBeforeTheFirstDecisionIsNotKnown() {
        ago(90, 0).ago(60, ALL).ago(59, 0);

        UptimeReport.Period window = report().window();

        assertThat(window.from()).isEqualTo(before(30 * DAY));
        assertThat(window.knownFrom()).isEqualTo(before(90));
        assertThat(window.knownSeconds()).isEqualTo(5_400);
    }

    @Test
    void withoutDecisionsNothingIsKnownAndNothingLost() {
        assertThat(report().window().knownFrom()).isNull();
        assertThat(report().window().knownSeconds()).isZero();
        assertThat(report().spending().spentSeconds()).isZero();
    }

    @Test
    void theLastHourSaysHowFastTheBudgetBurns() {
        ago(DAY, 0).ago(65, ALL).ago(58, 0).ago(30, 5_000).ago(26, 0);

        UptimeReport.Spending spending = report().spending();

        assertThat(spending.spentSeconds()).isEqualTo(420 + 120);
        assertThat(spending.lastHourSeconds()).isEqualTo(120 + 120);
        assertThat(spending.burningSeconds()).isEqualTo(240 * 24 * 30);
    }

    @Test
    void aClockThatIsSetBackAnHourCountsNoTimeTwice() {
        ago(300, 0).ago(100, ALL); // the clock is set back; what was 90 minutes ago is 150 minutes ago
        ago(150, ALL).ago(140, 0);

        UptimeReport report = report();

        assertThat(report.spending().spentSeconds()).isEqualTo(600);
        assertThat(report.outages())
                .extracting(UptimeReport.Outage::lostSeconds)
                .containsExactly(600.0);
        assertThat(report.window().knownSeconds()).isEqualTo(300 * 60);
    }

    @Test
    void anOutageThatSeemsToEndBeforeItBeganCountsNothing() {
        ago(300, 0).ago(100, ALL).ago(150, 0);

        assertThat(report().spending().spentSeconds()).isZero();
        assertThat(report().outages()).isEmpty();
    }

    @Test
    void whatIsYetToComeCountsNothing() {
        ago(60, 0).ago(-60, ALL);

        assertThat(report().spending().spentSeconds()).isZero();
        assertThat(report().window().knownSeconds()).isEqualTo(3_600);
    }

    @Test
    void whatTwoReplicasSaidOfOneOutageIsOneOutage() {
        changes.add(new Change(30, before(27), 0, ""));
        changes.add(new Change(11, before(39), ALL, "the second to see it"));
        changes.add(new Change(10, before(40), ALL, "the first to see it"));
        changes.add(new Change(5, before(DAY), 0, ""));
        changes.add(new Change(31, before(26), 0, ""));

        assertThat(report().outages())
                .containsExactly(new UptimeReport.Outage(before(40), before(27), ALL, 13 * 60, "the first to see it"));
    }

    @Test
    void adjoiningOutagesOfDifferentPartsStayApart() {
        ago(60, 5_000).ago(50, ALL).ago(40, 0);

        assertThat(report().outages())
                .extracting(UptimeReport.Outage::lostSeconds)
                .containsExactly(600.0, 300.0);
    }

    @Test
    void tellsTheNewestOutagesAndHowManyThereAreBesides() {
        IntStream.rangeClosed(1, Availability.MOST_OUTAGES + 7)
                .forEach(i -> ago(1_000 - 2 * i, ALL).ago(999 - 2 * i, 0));

        UptimeReport report = report();

        assertThat(report.outages()).hasSize(Availability.MOST_OUTAGES);
        assertThat(report.outages().getFirst().to()).isEqualTo(changes.getLast().at());
        assertThat(report.moreOutages()).isEqualTo(7);
        assertThat(report.spending().spentSeconds()).isEqualTo(60 * (Availability.MOST_OUTAGES + 7));
    }

    @TestFactory
    List<DynamicTest> isNeverNegativeAndNeverMoreThanWhatIsKnown() {
        long first = Long.getLong("seed", System.nanoTime());
        return LongStream.range(first, first + 200)
                .mapToObj(seed -> DynamicTest.dynamicTest("seed " + seed, () -> random(seed)))
                .toList();
    }

    private static void random(long seed) {
        Random random = new Random(seed);
        AvailabilityTests timeline = new AvailabilityTests();
        int minutes = 3 * DAY;
        for (int i = random.nextInt(50); i > 0; i--) {
            minutes += random.nextInt(10) == 0 ? 60 : -random.nextInt(200);
            timeline.ago(minutes, random.nextInt(3) * 5_000);
        }
        UptimeReport report = timeline.report("99.9", 1 + random.nextInt(4));
        UptimeReport.Spending spending = report.spending();
        assertThat(report.window().knownSeconds())
                .isBetween(0.0, report.window().days() * 86_400.0);
        assertThat(spending.spentSeconds()).isBetween(0.0, report.window().knownSeconds() + 0.001);
        assertThat(spending.lastHourSeconds()).isBetween(0.0, Math.min(3_600, spending.spentSeconds() + 0.001));
        assertThat(report.outages().stream()
                        .mapToDouble(UptimeReport.Outage::lostSeconds)
                        .sum())
                .isBetween(spending.spentSeconds() - 0.1, spending.spentSeconds() + 0.1);
        assertThat(report.outages()).allSatisfy(outage -> {
            assertThat(outage.lostSeconds()).isNotNegative();
            assertThat(outage.to() == null || outage.to().isAfter(outage.from()))
                    .isTrue();
        });
    }
}
