package dev.fairlead.replication.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.DatabaseName;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.replication.history.LagReport.Coverage;
import dev.fairlead.replication.history.LagReport.Point;
import dev.fairlead.replication.history.LagReport.Series;
import dev.fairlead.replication.history.LagSample.Bounds;
import dev.fairlead.replication.history.LagSample.Length;
import dev.fairlead.replication.history.LagSample.Looked;
import dev.fairlead.replication.history.LagSample.Member;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LagReportTests {

    private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
    private static final DatabaseName SHOP = DatabaseName.of("shop");
    private static final DataCenterName WEST = DataCenterName.of("us-west");
    private static final DataCenterName EUROPE = DataCenterName.of("eu-west");

    private static LagSample sample(int minute, Length length, long lookedMs, long unknownMs) {
        return new LagSample(
                new Member(SHOP, WEST),
                NOON.plusSeconds(60L * minute),
                length,
                new Looked(lookedMs, unknownMs),
                new Bounds(10, 30, 20),
                512L);
    }

    private static LagReport report(int minutes, LagSample... samples) {
        return LagReport.of(
                SHOP, RegionName.of("local"), List.of(WEST), List.of(samples), NOON, NOON.plusSeconds(60L * minutes));
    }

    private static Series only(LagReport report) {
        assertThat(report.series()).hasSize(1);
        return report.series().getFirst();
    }

    @Test
    void countsWhatHasNoRowAndWhatARowLacksAsMissed() {
        Series west = only(report(4, sample(0, Length.MINUTE, 60_000, 0), sample(2, Length.MINUTE, 45_000, 15_500)));
        assertThat(west.coverage()).isEqualTo(new Coverage(89.5, 15.5, 135));
        assertThat(west.points())
                .containsExactly(
                        new Point(NOON, 60, new Bounds(10, 30, 20), 512L, 0, 0),
                        new Point(NOON.plusSeconds(120), 60, new Bounds(10, 30, 20), 512L, 15.5, 15));
    }

    @Test
    void countsAnHourByItsPartInThePeriod() {
        Series west = only(report(30, sample(-30, Length.HOUR, 3_600_000, 360_000)));
        assertThat(west.coverage()).isEqualTo(new Coverage(1_620, 180, 0));
        assertThat(west.points()).extracting(Point::seconds).containsExactly(3_600L);
    }

    @Test
    void missedAllOfAMemberThatNobodyLookedAtAndShowsOneThatIsGone() {
        LagReport report = LagReport.of(
                SHOP,
                RegionName.of("local"),
                List.of(EUROPE),
                List.of(sample(0, Length.MINUTE, 60_000, 0)),
                NOON,
                NOON.plusSeconds(60));
        assertThat(report.series())
                .extracting(Series::dataCenter, Series::coverage)
                .containsExactly(tuple(EUROPE, new Coverage(0, 0, 60)), tuple(WEST, new Coverage(60, 0, 0)));
    }

    @Test
    void ofNoTimeAtAllNothingIsMissed() {
        assertThat(only(report(0)).coverage()).isEqualTo(new Coverage(0, 0, 0));
    }
}
