package dev.fairlead.deploy.drill.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DatabaseName;
import dev.fairlead.contracts.deploy.DrillSpec;
import dev.fairlead.deploy.drill.DrillInput;
import dev.fairlead.runs.RunState;
import dev.fairlead.runs.RunView;
import dev.fairlead.runs.StepState;
import dev.fairlead.runs.StepView;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a drill came to, or has come to so far.
 *
 * @param spec as it was ordered
 * @param message one sentence on how it ended, or what it does
 * @param endedAt absent: it is under way
 * @param rto of all applications together
 * @param timeline the steps that were begun, in order
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DrillReport(
        String id,
        DrillSpec spec,
        String author,
        RunState state,
        String message,
        Instant startedAt,
        @Nullable Instant endedAt,
        Rto rto,
        Rpo rpo,
        List<Part> applications,
        List<Entry> timeline) {

    public DrillReport {
        applications = List.copyOf(applications);
        timeline = List.copyOf(timeline);
    }

    /**
     * From the order until 99 % of the users had arrived elsewhere; of a read-only drill until nobody wrote there.
     *
     * @param ms absent: it never came to that
     * @param source who says so: {@code arrivals}, which is what data planes count, or {@code plan}, which is what they were told and
     *     how long answers last; absent: nobody
     * @param reason the same in a sentence
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Rto(@Nullable Long ms, @Nullable String source, String reason) {}

    /**
     * What a loss at that moment would have lost.
     *
     * @param lost sequence numbers that were acknowledged and are not there; absent: not measured
     * @param reason the same in a sentence
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Rpo(@Nullable Long lost, String reason) {}

    /**
     * One application.
     *
     * @param database absent: it has none
     * @param orderedAt absent: its turn never came
     * @param reachedAt absent: it never came to that
     * @param backMs how long it took to give it back; absent: it was not, or as part of the way back of a drill that was broken off
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Part(
            ApplicationName application,
            @Nullable DatabaseName database,
            @Nullable Instant orderedAt,
            @Nullable Instant reachedAt,
            Rto rto,
            Rpo rpo,
            @Nullable Long backMs) {}

    /** A step that was begun. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Entry(
            String step,
            String target,
            StepState state,
            Instant startedAt,
            @Nullable Instant endedAt,
            String message) {}

    /** What the steps of the run stored. */
    public static DrillReport of(RunView run, DrillInput input) {
        List<Part> parts = input.parts().stream()
                .map(part -> Measurements.of(run, part, input.spec().mode()))
                .toList();
        return new DrillReport(
                run.id(),
                input.spec(),
                run.author(),
                run.state(),
                run.message(),
                run.createdAt(),
                run.state().ended() ? run.updatedAt() : null,
                Measurements.together(parts),
                Measurements.loss(parts),
                parts,
                run.steps().stream().flatMap(step -> entry(step).stream()).toList());
    }

    private static List<Entry> entry(StepView step) {
        Instant started = step.startedAt() == null ? step.endedAt() : step.startedAt();
        return started == null
                ? List.of()
                : List.of(new Entry(step.name(), step.target(), step.state(), started, step.endedAt(), step.message()));
    }
}
