package dev.fairlead.health.rerun;

import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.health.Health;
import dev.fairlead.contracts.health.Observation;
import dev.fairlead.contracts.traffic.HealthCheck;
import dev.fairlead.health.history.ProbeRun;
import dev.fairlead.health.observe.Finding;
import dev.fairlead.health.probe.ProbeResult;
import dev.fairlead.health.quorum.Quorum;
import dev.fairlead.health.quorum.Vote;
import dev.fairlead.health.target.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one vantage point finds of one target while its recorded probes come in once more. Of a long run only as many probes are
 * played as can change anything: those at its begin, until the finding is settled, and the last ones, which what follows is
 * weighed with.
 */
final class Witness {

    private final RegionName name;
    private final Target target;
    private final NavigableMap<Instant, Moment> moments = new TreeMap<>();
    private final Set<Instant> changes = new HashSet<>();
    private final Spans fresh = new Spans();

    /**
     * @param name the vantage point
     * @param runs its own of this target, at least one
     */
    Witness(RegionName name, Target target, List<ProbeRun> runs) {
        this.name = name;
        this.target = target;
        Duration freshness = Quorum.freshness(target.check());
        for (ProbeRun run : runs) {
            fresh.add(known(run, 0), run.starts().until().plus(freshness));
        }
        play(runs);
    }

    /** What was found by then, and by which probe. */
    private record Moment(Finding finding, ProbeRun run) {}

    private void play(List<ProbeRun> runs) {
        PriorityQueue<Cursor> next = new PriorityQueue<>(Comparator.comparing(Cursor::known));
        runs.forEach(run -> next.add(new Cursor(run)));
        Finding finding = null;
        int unchanged = 0;
        while (!next.isEmpty()) {
            Cursor cursor = next.remove();
            ProbeResult result = cursor.result();
            Finding after =
                    finding == null ? Finding.first(result, target.check()) : finding.after(result, target.check());
            boolean same = finding != null && finding.health() == after.health();
            unchanged = same ? unchanged + 1 : 0;
            finding = after;
            if (!same) {
                changes.add(cursor.known());
            }
            moments.put(cursor.known(), new Moment(after, cursor.run));
            Cursor other = next.peek();
            if (cursor.advance(after.health(), unchanged, other == null ? null : other.known())) {
                next.add(cursor);
            }
        }
    }

    /** When the result of one of its probes was known. */
    private static Instant known(ProbeRun run, int index) {
        return run.starts().at(index).plusMillis(run.worstMs());
    }

    /** Goes through the probes of one run. */
    private final class Cursor {

        private final ProbeRun run;
        private int index;

        Cursor(ProbeRun run) {
            this.run = run;
        }

        Instant known() {
            return Witness.known(run, index);
        }

        ProbeResult result() {
            return new ProbeResult(
                    target.endpoint(),
                    run.starts().at(index),
                    latency(),
                    run.outcome() != ProbeRun.Outcome.FAILED,
                    run.reason());
        }

        /** On the side of the limit on which it was, whatever the limit is by now. */
        private Duration latency() {
            int limit = Objects.requireNonNullElse(target.check().slowMs(), Integer.MAX_VALUE - 1);
            return Duration.ofMillis(
                    run.outcome() == ProbeRun.Outcome.SLOW
                            ? Math.max(run.worstMs(), limit + 1)
                            : Math.min(run.worstMs(), limit));
        }

        /**
         * Goes on to the next probe that matters; false: there is none.
         *
         * @param unchanged how many results in a row the finding is what it is
         * @param interrupted when another run has a result, absent: never; until then nothing but this run counts
         */
        boolean advance(Health health, int unchanged, @Nullable Instant interrupted) {
            HealthCheck check = target.check();
            int most = Finding.most(check);
            boolean passes = run.outcome() != ProbeRun.Outcome.FAILED;
            boolean settled = index > most && unchanged > most && passes == (health != Health.DOWN);
            int count = run.starts().count();
            int alone = interrupted == null ? count : run.starts().by(interrupted.minusMillis(run.worstMs()));
            index = settled ? Math.max(index + 1, alone - most) : index + 1;
            return index < count;
        }
    }

    /** What it has to say; absent: nothing yet. */
    @Nullable Vote vote(Instant now) {
        Map.Entry<Instant, Moment> last = moments.floorEntry(now);
        if (last == null) {
            return null;
        }
        Finding finding = last.getValue().finding();
        ProbeRun run = last.getValue().run();
        Instant newest = run.starts().at(Math.max(0, run.starts().by(now.minusMillis(run.worstMs())) - 1));
        Instant at = newest.isAfter(finding.at()) ? newest : finding.at();
        boolean goesOn = !now.isAfter(known(run, run.starts().count() - 1));
        return new Vote(
                new Observation(target.endpoint(), name, finding.health(), finding.since(), at, finding.reason()),
                goesOn ? now : at);
    }

    /** When it is heard. */
    Spans fresh() {
        return fresh;
    }

    /** When it finds something else than before. */
    Set<Instant> changes() {
        return changes;
    }
}
