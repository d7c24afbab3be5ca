package dev.fairlead.replication.history;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.DatabaseName;
import dev.fairlead.contracts.RegionName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How stale each member of a database was found to be in a period, in order of data center.
 *
 * @param region whose service found it
 * @param to exclusive; the minute that goes on is never part of it
 */
record LagReport(DatabaseName database, RegionName region, Instant from, Instant to, List<Series> series) {

    LagReport {
        series = List.copyOf(series);
    }

    /** @param points in order of time; there is none of a time that was missed as a whole */
    record Series(DataCenterName dataCenter, Coverage coverage, List<Point> points) {

        Series {
            points = List.copyOf(points);
        }
    }

    /**
     * Of the whole period. Hours at its ends count by their part in it.
     *
     * @param certifiedSeconds a bound was certified
     * @param unknownSeconds somebody looked, and nothing was certified
     * @param missedSeconds nobody looked, or it was never written
     */
    record Coverage(double certifiedSeconds, double unknownSeconds, double missedSeconds) {

        static final Coverage NOTHING = new Coverage(0, 0, 0);

        Coverage plus(LagSample.Looked looked, double part) {
            return new Coverage(
                    certifiedSeconds + part * (looked.ms() - looked.unknownMs()) / 1_000,
                    unknownSeconds + part * looked.unknownMs() / 1_000,
                    0);
        }

        Coverage of(Duration period) {
            double missed = period.toMillis() / 1_000.0 - certifiedSeconds - unknownSeconds;
            return new Coverage(rounded(certifiedSeconds), rounded(unknownSeconds), rounded(Math.max(0, missed)));
        }

        private static double rounded(double seconds) {
            return Math.round(seconds * 1_000) / 1_000.0;
        }
    }

    /**
     * A minute or an hour.
     *
     * @param seconds that it stands for
     * @param bound in milliseconds; absent: nothing was certified in it
     * @param bytesBehind the most; absent: that was never known
     */
    record Point(
            Instant at,
            long seconds,
            LagSample.@Nullable Bounds bound,
            @Nullable Long bytesBehind,
            double unknownSeconds,
            double missedSeconds) {

        static Point of(LagSample sample) {
            long ms = sample.length().time().toMillis();
            return new Point(
                    sample.at(),
                    ms / 1_000,
                    sample.bounds(),
                    sample.bytes(),
                    sample.looked().unknownMs() / 1_000.0,
                    Math.max(0, ms - sample.looked().ms()) / 1_000.0);
        }
    }

    /**
     * @param members of the database now: who was never looked at was missed
     * @param samples in order of time
     */
    static LagReport of(
            DatabaseName database,
            RegionName region,
            Collection<DataCenterName> members,
            List<LagSample> samples,
            Instant from,
            Instant to) {
        Map<DataCenterName, List<LagSample>> byMember = new TreeMap<>();
        members.forEach(member -> byMember.put(member, new ArrayList<>()));
        samples.forEach(sample -> byMember.computeIfAbsent(sample.member().dataCenter(), absent -> new ArrayList<>())
                .add(sample));
        List<Series> series = new ArrayList<>();
        byMember.forEach((member, own) -> series.add(new Series(
                member, coverage(own, from, to), own.stream().map(Point::of).toList())));
        return new LagReport(database, region, from, to, series);
    }

    private static Coverage coverage(List<LagSample> samples, Instant from, Instant to) {
        Coverage coverage = Coverage.NOTHING;
        for (LagSample sample : samples) {
            Instant begin = sample.at().isAfter(from) ? sample.at() : from;
            Instant end = sample.end().isBefore(to) ? sample.end() : to;
            double part = (double) Duration.between(begin, end).toMillis()
                    / sample.length().time().toMillis();
            coverage = coverage.plus(sample.looked(), Math.max(0, part));
        }
        return coverage.of(Duration.between(from, to));
    }
}
