package dev.fairlead.traffic.uptime;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.traffic.Share;
import dev.fairlead.contracts.traffic.Uptime;
import dev.fairlead.traffic.uptime.UptimeReport.Outage;
import dev.fairlead.traffic.uptime.UptimeReport.Period;
import dev.fairlead.traffic.uptime.UptimeReport.Spending;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Adds up what users lost in a rolling window. Pure. */
final class Availability {

    static final int MOST_OUTAGES = 100;

    private static final Duration HOUR = Duration.ofHours(1);

    private final List<Span> spans;
    private final Duration window;
    private final Instant from;
    private final Instant now;

    private Availability(List<Span> spans, Duration window, Instant now) {
        this.spans = spans;
        this.window = window;
        this.from = now.minus(window);
        this.now = now;
    }

    /**
     * @param uptime absent: the application has no objective
     * @param changes in any order; before the first one nothing is known
     */
    static UptimeReport report(
            ApplicationName application, @Nullable Uptime uptime, List<Change> changes, int days, Instant now) {
        Availability over = new Availability(Span.of(changes, now), Duration.ofDays(days), now);
        List<Outage> outages = over.outages();
        return new UptimeReport(
                application,
                uptime == null ? null : uptime.objective(),
                over.period(days),
                over.spending(uptime),
                outages.subList(0, Math.min(outages.size(), MOST_OUTAGES)),
                Math.max(0, outages.size() - MOST_OUTAGES));
    }

    private Period period(int days) {
        if (spans.isEmpty()) {
            return new Period(days, from, now, null, 0);
        }
        Instant first = spans.getLast().from();
        Instant known = first.isBefore(from) ? from : first;
        return new Period(days, from, now, known, seconds(Duration.between(known, now)));
    }

    private Spending spending(@Nullable Uptime uptime) {
        Double budget = uptime == null
                ? null
                : uptime.budget(window).map(Availability::seconds).orElse(null);
        double spent = lost(from);
        double lastHour = lost(now.minus(HOUR));
        return new Spending(
                budget,
                spent,
                budget == null ? null : rounded(budget - spent),
                lastHour,
                rounded(lastHour * window.toHours()));
    }

    private List<Outage> outages() {
        return spans.stream()
                .filter(span -> span.basisPoints() > 0 && span.to().isAfter(from))
                .map(span -> new Outage(
                        span.from(),
                        span.to().equals(now) ? null : span.to(),
                        span.basisPoints(),
                        seconds(span.lost(from, now)),
                        span.reason()))
                .toList();
    }

    private double lost(Instant since) {
        return seconds(spans.stream().mapToLong(span -> span.lost(since, now)).sum());
    }

    /** @param lost in milliseconds times basis points */
    private static double seconds(long lost) {
        return rounded((double) lost / Share.WHOLE / 1_000);
    }

    private static double seconds(Duration time) {
        return time.toMillis() / 1_000.0;
    }

    /** To milliseconds: what is left of adding floating-point numbers is noise. */
    private static double rounded(double seconds) {
        return Math.round(seconds * 1_000) / 1_000.0;
    }
}
