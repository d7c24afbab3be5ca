package dev.fairlead.health.observe;

import dev.fairlead.contracts.health.Health;
import dev.fairlead.contracts.health.Observation;
import dev.fairlead.contracts.traffic.HealthCheck;
import dev.fairlead.contracts.traffic.HealthCheck.HoldDown;
import dev.fairlead.health.probe.ProbeResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * What the probes of one endpoint come to: down after {@code fall} failures in a row, or when too many of the last ones
 * failed; up after {@code rise} successes in a row, which after an outage have to last for the hold-down; slow while it passes
 * but takes too long; otherwise what it was before. Rows are those of the probes' starts, because overlapping probes end in any order.
 *
 * @param since start of the first probe of the row that led here
 * @param recent the newest results in order of start, at least one; none from before it came up: an outage that is over is not held against it
 * @param rowSince start of the first result of the last row of alike ones, which may be older than the recent ones
 * @param outages how often it went down, or began to pass and failed again, since it was last stable
 */
public record Finding(Health health, Instant since, List<ProbeResult> recent, Instant rowSince, int outages) {

    /** More doublings are beyond every limit. */
    private static final int MOST_DOUBLINGS = 20;

    /** Beyond the timeout: a result that is taken later than that after its probe began is none. */
    private static final Duration MOST_LATE = Duration.ofSeconds(5);

    public Finding {
        recent = List.copyOf(recent);
    }

    /** The finding after the first result. */
    public static Finding first(ProbeResult result, HealthCheck check) {
        return new Finding(Health.UNKNOWN, result.startedAt(), List.of(), result.startedAt(), 0).after(result, check);
    }

    /**
     * Another replica's finding, to go on from; its own row is not known, so what it found last stands for it.
     *
     * @param confirmedAt when it was last confirmed, by this process's clock
     */
    public static Finding continued(Observation found, Instant confirmedAt) {
        boolean passed = found.health().passes();
        ProbeResult last = new ProbeResult(found.endpoint(), confirmedAt, Duration.ZERO, passed, found.reason());
        return new Finding(found.health(), found.since(), List.of(last), confirmedAt, passed ? 0 : 1);
    }

    /**
     * The finding after one more result; a result older than all that count changes nothing. One that is older than probes can
     * overlap was begun after the clock was set back: the row begins anew with it.
     */
    public Finding after(ProbeResult result, HealthCheck check) {
        if (isSetBack(result, check)) {
            return new Finding(health, result.startedAt(), List.of(), result.startedAt(), outages).after(result, check);
        }
        List<ProbeResult> row = inOrder(result, most(check));
        boolean passed = row.getLast().passed();
        int length = lengthOfRow(row, each -> each.passed() == passed);
        boolean longer =
                length == row.size() && !recent.isEmpty() && recent.getLast().passed() == passed;
        Instant begin = longer ? rowSince : row.get(row.size() - length).startedAt();
        boolean relapsed = health == Health.DOWN
                && !passed
                && !recent.isEmpty()
                && recent.getLast().passed();
        Finding same = new Finding(health, since, row, begin, relapsed ? outages + 1 : outages);
        return passed ? same.passing(length, check) : same.failing(length, check);
    }

    private boolean isSetBack(ProbeResult result, HealthCheck check) {
        return !recent.isEmpty()
                && result.startedAt()
                        .plusMillis(check.timeoutMs())
                        .plus(MOST_LATE)
                        .isBefore(at());
    }

    private Finding passing(int length, HealthCheck check) {
        return switch (health) {
            case DOWN -> length >= check.rise() && heldFor(check.holdDown()) ? up(length) : this;
            case UNKNOWN -> length >= check.rise() ? up(length) : this;
            case UP -> slow(check, check.fall()) ? reaching(Health.SLOW, at()) : this;
            case SLOW ->
                lengthOfRow(recent, each -> !each.slow(check)) >= check.rise() ? reaching(Health.UP, at()) : this;
        };
    }

    private Finding failing(int length, HealthCheck check) {
        if (health == Health.DOWN) {
            return this;
        }
        if (length >= check.fall()) {
            return fallen(recent.get(recent.size() - length).startedAt(), check);
        }
        long failed = recent.stream().filter(each -> !each.passed()).count();
        return recent.size() >= check.errorRate().of()
                        && 100 * failed >= (long) check.errorRate().percent() * recent.size()
                ? fallen(at(), check)
                : this;
    }

    /** Whoever was stable for long begins anew. */
    private Finding fallen(Instant begin, HealthCheck check) {
        boolean stable = !since.plusMillis(check.holdDown().mostMs()).isAfter(begin);
        return new Finding(Health.DOWN, begin, recent, rowSince, stable ? 1 : outages + 1);
    }

    private Finding up(int length) {
        return new Finding(
                Health.UP, rowSince, recent.subList(recent.size() - length, recent.size()), rowSince, outages);
    }

    private Finding reaching(Health reached, Instant begin) {
        return new Finding(reached, begin, recent, rowSince, outages);
    }

    private boolean heldFor(HoldDown holdDown) {
        long held = Duration.between(rowSince, at()).toMillis();
        long wanted = (long) holdDown.firstMs() << Math.clamp(outages - 1, 0, MOST_DOUBLINGS);
        return held >= Math.min(wanted, holdDown.mostMs());
    }

    private boolean slow(HealthCheck check, int row) {
        return lengthOfRow(recent, each -> each.slow(check)) >= row;
    }

    /**
     * How many more results like the last would change the finding; 0 when it needs no haste: a failing endpoint that
     * passes again may take its time.
     */
    public int wanted(HealthCheck check) {
        boolean passed = recent.getLast().passed();
        boolean settled = passed ? health != Health.UNKNOWN : health == Health.DOWN;
        int length = lengthOfRow(recent, each -> each.passed() == passed);
        return settled ? 0 : Math.max(0, (passed ? check.rise() : check.fall()) - length);
    }

    /** Start of the newest probe. */
    public Instant at() {
        return recent.getLast().startedAt();
    }

    /** The newest probe's result in words. */
    public String reason() {
        ProbeResult last = recent.getLast();
        return health == Health.SLOW
                ? "%s in %d ms".formatted(last.reason(), last.latency().toMillis())
                : last.reason();
    }

    /** How many results count, at most: what is older is forgotten. */
    public static int most(HealthCheck check) {
        return Math.max(Math.max(check.fall(), check.rise()), check.errorRate().of());
    }

    private List<ProbeResult> inOrder(ProbeResult result, int most) {
        List<ProbeResult> row = new ArrayList<>(recent);
        int place = row.size();
        while (place > 0 && row.get(place - 1).startedAt().isAfter(result.startedAt())) {
            place--;
        }
        row.add(place, result);
        return row.subList(Math.max(0, row.size() - most), row.size());
    }

    private static int lengthOfRow(List<ProbeResult> results, Predicate<ProbeResult> alike) {
        int length = 0;
        while (length < results.size() && alike.test(results.get(results.size() - 1 - length))) {
            length++;
        }
        return length;
    }
}
