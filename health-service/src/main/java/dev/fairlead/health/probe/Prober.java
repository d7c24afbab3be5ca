package dev.fairlead.health.probe;

import dev.fairlead.contracts.health.Endpoint;
import dev.fairlead.contracts.health.PassiveEvidence;
import dev.fairlead.health.target.Target;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Probes all endpoints from one selector thread: a thread or an {@code HttpClient} for each probe costs up to eight times
 * the CPU. Each turn of the loop takes what the connections have to say, times out what is overdue and starts what is
 * due. What this process itself delayed counts for nothing: a late probe must never look like a failure. Where there is more
 * to do than it can, intervals grow until probes are punctual.
 */
public final class Prober implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Prober.class);
    /** Longest sleep, so that a pause of the whole process is noticed. */
    private static final long LONGEST_WAIT = TimeUnit.MILLISECONDS.toNanos(20);
    /** A turn longer than its sleep by this is a stall. */
    private static final long STALL = TimeUnit.MILLISECONDS.toNanos(5);
    /** Probes begun before answers are looked at again. */
    private static final int STARTS_IN_A_TURN = 64;

    private final Stagger stagger;
    private final int maxOpen;
    private final Evidence evidence;
    private final ProbeTls tls;
    private final InstantSource clock;
    private final ProbeMetrics metrics;
    private final Selector selector;
    private final Thread thread;
    private final AtomicReference<@Nullable List<Target>> replacement = new AtomicReference<>();
    private final Queue<PassiveEvidence> seen = new ConcurrentLinkedQueue<>();
    private final Map<Endpoint, Course> courses = new HashMap<>();
    private final Timetable<Course> schedule = new Timetable<>();
    private final Timetable<OpenProbe> deadlines = new Timetable<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(4_096);
    private long ids;
    private int open;
    private long stalled;
    private Instant lastStart = Instant.MIN;
    private String lastFault = "";
    private volatile long lastTurn = System.nanoTime();
    private volatile boolean closed;

    /** Starts the thread; nothing is probed until {@link #probe} says what. */
    public Prober(
            Stagger stagger,
            int maxOpen,
            Evidence evidence,
            ProbeTls tls,
            InstantSource clock,
            MeterRegistry registry) {
        this.stagger = stagger;
        this.maxOpen = maxOpen;
        this.evidence = evidence;
        this.tls = tls;
        this.clock = clock;
        this.metrics = ProbeMetrics.in(registry);
        try {
            this.selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open a selector", e);
        }
        this.thread = Thread.ofPlatform().name("prober").start(this::run);
    }

    /** Probes these from now on, and nothing else; what stays the same keeps its rhythm. */
    public void probe(List<Target> targets) {
        replacement.set(List.copyOf(targets));
        selector.wakeup();
    }

    /** Counts what somebody else saw fail, and looks for itself at once. Nothing becomes of what is not probed here. */
    public void suspect(PassiveEvidence evidence) {
        seen.add(evidence);
        selector.wakeup();
    }

    /** How long ago the loop last turned. */
    public Duration sinceLastTurn() {
        return Duration.ofNanos(System.nanoTime() - lastTurn);
    }

    private void run() {
        while (!closed) {
            try {
                turn();
            } catch (IOException | RuntimeException e) {
                log.error("prober=failed reason=\"{}\"", e, e);
            }
        }
        selector.keys().forEach(key -> {
            if (key.attachment() instanceof OpenProbe probe) {
                probe.close();
            }
        });
        courses.values().forEach(Course::drop);
        try {
            selector.close();
        } catch (IOException e) {
            log.debug("prober=closed reason=\"{}\"", e.toString());
        }
    }

    private void turn() throws IOException {
        long before = System.nanoTime();
        long wait =
                deadlines.untilNext(before, open < maxOpen ? schedule.untilNext(before, LONGEST_WAIT) : LONGEST_WAIT);
        if (wait == 0) {
            selector.selectNow();
        } else {
            selector.select(1 + TimeUnit.NANOSECONDS.toMillis(wait - 1));
        }
        awake(wait);
        long now = lastTurn;
        replaceTargets(now);
        takeSeen(now);
        selector.selectedKeys().forEach(this::advance);
        selector.selectedKeys().clear();
        OpenProbe overdue;
        while ((overdue = deadlines.poll(now)) != null) {
            finish(overdue, overdue.course().timedOut(), now);
        }
        Course due;
        for (int i = 0; i < STARTS_IN_A_TURN && open < maxOpen && (due = schedule.poll(now)) != null; i++) {
            start(due, System.nanoTime());
        }
    }

    /** Notes a stall before anything is judged: what waits in the sockets may have come in time. */
    private void awake(long wait) {
        long now = System.nanoTime();
        long over = now - lastTurn - wait;
        stalled += over > STALL ? over : 0;
        lastTurn = now;
    }

    private void advance(SelectionKey key) {
        if (!key.isValid()) {
            return;
        }
        if (key.attachment() instanceof HeldConnection held) {
            Outcome end = held.advance(key, buffer);
            if (end != null) {
                lose(held, end, System.nanoTime());
            }
            return;
        }
        OpenProbe probe = (OpenProbe) key.attachment();
        Outcome outcome = probe.advance(key, buffer);
        if (outcome != null) {
            deadlines.remove(probe);
            boolean inTime = lastTurn - probe.due() <= 0;
            finish(probe, inTime ? outcome : readTooLate(probe, outcome), System.nanoTime());
        }
    }

    /** A reset counts as a failed probe; after any other end a probe tells at once how the endpoint is. */
    private void lose(HeldConnection held, Outcome end, long now) {
        held.close();
        Course course = held.course();
        course.lost(now);
        hurry(course, end instanceof Outcome.Failed ? 1 : 0, end.reason(), now);
    }

    private void takeSeen(long now) {
        for (PassiveEvidence one = seen.poll(); one != null; one = seen.poll()) {
            Course course = courses.get(one.endpoint());
            if (course != null) {
                int most = course.target().check().fall();
                hurry(course, Math.min(one.failures(), most), one.from() + ": " + one.reason(), now);
            }
        }
    }

    /** Probes soon, after failures that no probe found. */
    private void hurry(Course course, int failures, String reason, long now) {
        schedule.remove(course);
        try {
            int wanted = course.wanted();
            for (int i = 0; i < failures; i++) {
                wanted = evidence.take(
                        new ProbeResult(course.target().endpoint(), nextStart(), Duration.ZERO, false, reason));
            }
            course.hurry(wanted, now);
        } finally {
            schedule.add(course);
        }
    }

    private void hold(Course course) {
        try {
            course.hold(HeldConnection.open(course, selector));
        } catch (IOException e) {
            log.debug("endpoint={} held=no reason=\"{}\"", course.target().endpoint(), e.toString());
        }
    }

    /** After any stall nobody knows when a good answer came; without one it came after the timeout. */
    private Outcome readTooLate(OpenProbe probe, Outcome outcome) {
        return outcome instanceof Outcome.Passed && stalled > probe.start().stalled()
                ? Outcome.LATE
                : probe.course().timedOut();
    }

    private void start(Course course, long now) {
        if (course.leaveOut(now)) {
            metrics.late().increment();
            schedule.add(course);
            return;
        }
        metrics.lateness().record(Math.max(0, now - course.due()), TimeUnit.NANOSECONDS);
        metrics.started().increment();
        course.started(now);
        metrics.stretch().record(course.stretch());
        open++;
        var start = new OpenProbe.Start(nextStart(), now, stalled);
        try {
            deadlines.add(OpenProbe.open(++ids, course, start, selector));
        } catch (IOException e) {
            settle(course, start, Outcome.of(e), System.nanoTime());
            return;
        }
        schedule.add(course);
    }

    /** Results are put in order by their start: also when the clock was set back. */
    private Instant nextStart() {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS); // as history keeps it
        lastStart = now.isAfter(lastStart) ? now : lastStart.plusNanos(1_000);
        return lastStart;
    }

    private void finish(OpenProbe probe, Outcome outcome, long now) {
        probe.close();
        Course course = probe.course();
        schedule.remove(course);
        boolean waited = outcome == course.timedOut() && stalled - probe.start().stalled() > course.patience();
        settle(course, probe.start(), waited ? Outcome.LATE : outcome, now);
    }

    /** Weighs the outcome and puts the course, which stands in no timetable now, back into the schedule. */
    private void settle(Course course, OpenProbe.Start start, Outcome outcome, long now) {
        open--;
        if (course.dropped()) {
            return;
        }
        int wanted = course.wanted();
        try {
            wanted = weigh(course, start, outcome, now);
        } finally {
            course.ended(wanted, now);
            schedule.add(course);
        }
    }

    private int weigh(Course course, OpenProbe.Start start, Outcome outcome, long now) {
        return switch (outcome) {
            case Outcome.Passed passed -> {
                if (course.lacksHeld(now)) {
                    hold(course);
                }
                yield evidence.take(result(course, start, now, true, passed.reason()));
            }
            case Outcome.Failed failed -> {
                metrics.failed().increment();
                yield evidence.take(result(course, start, now, false, failed.reason()));
            }
            case Outcome.Discarded discarded -> {
                discard(discarded);
                yield course.wanted();
            }
        };
    }

    private static ProbeResult result(Course course, OpenProbe.Start start, long now, boolean passed, String reason) {
        Duration latency = Duration.ofNanos(now - start.nanos());
        return new ProbeResult(course.target().endpoint(), start.at(), latency, passed, reason);
    }

    private void discard(Outcome.Discarded discarded) {
        if (discarded == Outcome.LATE) {
            metrics.late().increment();
            return;
        }
        metrics.faults().increment();
        if (!discarded.reason().equals(lastFault)) {
            lastFault = discarded.reason();
            log.warn("prober=impaired reason=\"{}\"", lastFault);
        }
    }

    private void replaceTargets(long now) {
        List<Target> targets = replacement.getAndSet(null);
        if (targets == null) {
            return;
        }
        Map<Endpoint, Course> before = new HashMap<>(courses);
        courses.clear();
        for (Target target : targets) {
            Course same = before.get(target.endpoint());
            if (same != null && same.target().equals(target)) {
                before.remove(target.endpoint());
                courses.put(target.endpoint(), same);
                continue;
            }
            long interval = TimeUnit.MILLISECONDS.toNanos(target.check().intervalMs());
            Course course = new Course(
                    ++ids, target, now + Phase.until(target.endpoint(), stagger, interval, clock.instant()), tls);
            courses.put(target.endpoint(), course);
            schedule.add(course);
        }
        for (Course gone : before.values()) {
            schedule.remove(gone);
            gone.drop();
        }
    }

    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
