package dev.fairlead.deploy.drill.report;

import dev.fairlead.contracts.deploy.DrillSpec;
import dev.fairlead.deploy.drill.DrillInput;
import dev.fairlead.deploy.drill.Measured;
import dev.fairlead.deploy.drill.report.DrillReport.Part;
import dev.fairlead.deploy.drill.report.DrillReport.Rpo;
import dev.fairlead.deploy.drill.report.DrillReport.Rto;
import dev.fairlead.runs.RunView;
import dev.fairlead.runs.StepState;
import dev.fairlead.runs.StepView;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The figures of a drill. */
final class Measurements {

    private Measurements() {}

    static Part of(RunView run, DrillInput.Part part, DrillSpec.Mode mode) {
        String target = part.application().value();
        Optional<StepView> order = step(run, mode == DrillSpec.Mode.AWAY ? "move-away" : "read-only", target);
        Instant ordered = instant(order, Measured.ORDERED_AT);
        Instant reached = instant(order, Measured.REACHED_AT);
        String source = order.map(step -> step.output().get(Measured.SOURCE)).orElse(null);
        return new Part(
                part.application(),
                part.database(),
                ordered,
                reached,
                rto(ordered, reached, source, mode),
                new Rpo(
                        null,
                        part.database() == null
                                ? "%s has no database, so there is nothing to lose".formatted(target)
                                : "not measured: the primary of %s stays where it is".formatted(part.database())),
                backMs(run, target));
    }

    private static @Nullable Long backMs(RunView run, String target) {
        return step(run, "give-back", target)
                .filter(step -> step.state() == StepState.DONE && step.startedAt() != null && step.endedAt() != null)
                .map(step -> ms(Objects.requireNonNull(step.startedAt()), Objects.requireNonNull(step.endedAt())))
                .orElse(null);
    }

    private static Rto rto(
            @Nullable Instant ordered, @Nullable Instant reached, @Nullable String source, DrillSpec.Mode mode) {
        if (ordered == null) {
            return new Rto(null, null, "its turn never came");
        }
        if (reached == null) {
            return new Rto(null, null, "it was ordered and never came about");
        }
        String what = mode == DrillSpec.Mode.READ_ONLY
                ? "nobody wrote there any more by the plan; nobody was sent elsewhere"
                : Measured.BY_ARRIVALS.equals(source)
                        ? "99 % of what data planes count arrived elsewhere"
                        : "the plan sent nobody there and answers given before had expired; no data plane counts";
        return new Rto(ms(ordered, reached), source, what);
    }

    /** From the first order to the last arrival. */
    static Rto together(List<Part> parts) {
        if (parts.stream().anyMatch(part -> part.rto().ms() == null)) {
            return new Rto(null, null, "not of every application");
        }
        Instant first = parts.stream()
                .flatMap(part -> Optional.ofNullable(part.orderedAt()).stream())
                .min(Comparator.naturalOrder())
                .orElseThrow();
        Instant last = parts.stream()
                .flatMap(part -> Optional.ofNullable(part.reachedAt()).stream())
                .max(Comparator.naturalOrder())
                .orElseThrow();
        boolean counted = parts.stream()
                .allMatch(part -> Measured.BY_ARRIVALS.equals(part.rto().source()));
        return new Rto(
                ms(first, last),
                counted ? Measured.BY_ARRIVALS : Measured.BY_PLAN,
                parts.size() == 1
                        ? parts.getFirst().rto().reason()
                        : "from the first order to the last of %d applications".formatted(parts.size()));
    }

    static Rpo loss(List<Part> parts) {
        return parts.size() == 1 ? parts.getFirst().rpo() : new Rpo(null, "not measured, see each application");
    }

    private static Optional<StepView> step(RunView run, String name, String target) {
        return run.steps().stream()
                .filter(step -> step.name().equals(name) && step.target().equals(target))
                .findFirst();
    }

    private static @Nullable Instant instant(Optional<StepView> step, String key) {
        return step.map(found -> found.output().get(key)).map(Instant::parse).orElse(null);
    }

    private static long ms(Instant from, Instant to) {
        return Duration.between(from, to).toMillis();
    }
}
