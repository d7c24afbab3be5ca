package dev.fairlead.health.observe;

import dev.fairlead.contracts.health.Health;
import dev.fairlead.contracts.health.Observation;
import dev.fairlead.contracts.traffic.HealthCheck;
import dev.fairlead.health.probe.ProbeResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What the probes of one endpoint come to: down after {@code fall} failures in a row, up after {@code rise} successes in a
 * row, otherwise what it was before. The row is that of the probes' starts, because overlapping probes end in any order.
 *
 * @param since start of the first probe of the row that led here
 * @param recent the newest results in order of start, at least one, at most as many as a row has to be long
 */
public record Finding(Health health, Instant since, List<ProbeResult> recent) {

    public Finding {
        recent = List.copyOf(recent);
    }

    /** The finding after the first result. */
    public static Finding first(ProbeResult result, HealthCheck check) {
        return new Finding(Health.UNKNOWN, result.startedAt(), List.of()).after(result, check);
    }

    /**
     * Another replica's finding, to go on from; its own row is not known, so what it found last stands for it.
     *
     * @param confirmedAt when it was last confirmed, by this process's clock
     */
    public static Finding continued(Observation found, Instant confirmedAt) {
        boolean passed = found.health() == Health.UP;
        ProbeResult last = new ProbeResult(found.endpoint(), confirmedAt, Duration.ZERO, passed, found.reason());
        return new Finding(found.health(), found.since(), List.of(last));
    }

    /** The finding after one more result; a result older than all that count changes nothing. */
    public Finding after(ProbeResult result, HealthCheck check) {
        List<ProbeResult> row = inOrder(result, Math.max(check.fall(), check.rise()));
        boolean passed = row.getLast().passed();
        int length = lengthOfRow(row);
        Health reached = passed ? Health.UP : Health.DOWN;
        if (reached == health || length < (passed ? check.rise() : check.fall())) {
            return new Finding(health, since, row);
        }
        return new Finding(reached, row.get(row.size() - length).startedAt(), row);
    }

    /**
     * How many more results like the last would change the finding; 0 when it needs no haste: a failing endpoint that
     * passes again may take its time.
     */
    public int wanted(HealthCheck check) {
        boolean passed = recent.getLast().passed();
        boolean settled = passed ? health != Health.UNKNOWN : health == Health.DOWN;
        return settled ? 0 : (passed ? check.rise() : check.fall()) - lengthOfRow(recent);
    }

    /** Start of the newest probe. */
    public Instant at() {
        return recent.getLast().startedAt();
    }

    /** The newest probe's result in words. */
    public String reason() {
        return recent.getLast().reason();
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

    private static int lengthOfRow(List<ProbeResult> results) {
        boolean passed = results.getLast().passed();
        int length = 0;
        while (length < results.size()
                && results.get(results.size() - 1 - length).passed() == passed) {
            length++;
        }
        return length;
    }
}
