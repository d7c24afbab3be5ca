package dev.fairlead.replication.timeline;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When the primary's log was known to be how long. The staleness bound of a replica that has replayed up to R is
 * {@code now − max(t : L ≤ R)} over the samples (t, L). A sample of another branch begins a new history, because positions
 * of two branches cannot be compared.
 *
 * <p>Memory is bounded: of samples with one position only the newest counts, and when there are too many, they are made sparser
 * with age. Leaving a sample out can only make a bound larger, never smaller than the truth, and what is left out makes it
 * larger by a hundredth at most.
 *
 * <p>Not safe for use by several threads.
 */
public final class LsnTimeline {

    static final int MAX_SAMPLES = 4_096;

    /** A gap is at most this part of its age, or one sampling period. */
    private static final int EXACTNESS = 100;

    private @Nullable Branch branch;
    private List<Sample> samples = new ArrayList<>(); // both times and positions ascend

    /**
     * Notes a sample of the primary.
     *
     * @param askedAt before the question was sent
     */
    public void append(Branch of, Instant askedAt, Lsn written) {
        if (!of.equals(branch)
                || (!samples.isEmpty() && samples.getLast().written.isAfter(written))) {
            clear();
            branch = of;
        }
        if (!samples.isEmpty() && !askedAt.isAfter(samples.getLast().askedAt)) {
            return;
        }
        if (!samples.isEmpty() && samples.getLast().written.equals(written)) {
            samples.removeLast();
        }
        samples.addLast(new Sample(askedAt, written));
        if (samples.size() > MAX_SAMPLES) {
            for (int exactness = EXACTNESS; samples.size() > MAX_SAMPLES / 4 * 3; exactness /= 2) {
                thinOut(exactness);
            }
        }
    }

    /** Forgets everything: the history is void. */
    public void clear() {
        branch = null;
        samples.clear();
    }

    /** How old the data of a replica of this branch is that has replayed up to {@code replayed}. */
    public Staleness staleness(Branch of, Lsn replayed, Instant now) {
        if (branch == null) {
            return new Staleness.Unknown("no sample of a primary yet");
        }
        if (of.systemIdentifier() != branch.systemIdentifier()) {
            return new Staleness.Unknown("it is a copy of another database system than the primary's");
        }
        if (of.timeline() != branch.timeline()) {
            return new Staleness.Unknown("it is on timeline %d while the primary is on timeline %d"
                    .formatted(of.timeline(), branch.timeline()));
        }
        int newest = newestUpTo(replayed);
        if (newest < 0) {
            return new Staleness.Unknown("it is behind the oldest sample of the primary");
        }
        Duration age = Duration.between(samples.get(newest).askedAt, now);
        return new Staleness.Certified(age.isNegative() ? Duration.ZERO : age);
    }

    /** Index of the newest sample whose position is not after the given one; −1: there is none. */
    private int newestUpTo(Lsn position) {
        int low = 0;
        int high = samples.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (samples.get(middle).written.isAfter(position)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low - 1;
    }

    /** Drops samples as long as what is left of a gap stays a small part of its age; the oldest and the newest stay. */
    private void thinOut(int exactness) {
        Instant newest = samples.getLast().askedAt;
        List<Sample> kept = new ArrayList<>(samples.size());
        kept.add(samples.getLast());
        for (int i = samples.size() - 2; i >= 0; i--) {
            Instant older = samples.get(Math.max(i - 1, 0)).askedAt;
            Duration gap = Duration.between(older, kept.getLast().askedAt);
            if (i == 0 || gap.multipliedBy(exactness).compareTo(Duration.between(older, newest)) > 0) {
                kept.add(samples.get(i));
            }
        }
        samples = new ArrayList<>(kept.reversed());
    }

    int size() {
        return samples.size();
    }

    private record Sample(Instant askedAt, Lsn written) {}
}
