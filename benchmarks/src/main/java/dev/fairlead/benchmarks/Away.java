package dev.fairlead.benchmarks;

import dev.fairlead.contracts.health.Health;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * How long an endpoint that was up at first was found to be anything else.
 *
 * @param switches changes of the finding
 * @param percent of the time
 */
record Away(int switches, double percent) {

    /** @param changes of one endpoint, in order, all of them between begin and end */
    static Away of(List<Findings.Change> changes, Instant begin, Instant end) {
        Duration away = Duration.ZERO;
        Health health = Health.UP;
        Instant since = begin;
        for (Findings.Change change : changes) {
            away = health == Health.UP ? away : away.plus(Duration.between(since, change.at()));
            health = change.health();
            since = change.at();
        }
        away = health == Health.UP ? away : away.plus(Duration.between(since, end));
        return new Away(
                changes.size(),
                100.0 * away.toNanos() / Duration.between(begin, end).toNanos());
    }
}
