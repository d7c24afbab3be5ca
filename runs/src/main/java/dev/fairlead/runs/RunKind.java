package dev.fairlead.runs;

import java.util.List;

/**
 * A kind of run, such as a rollout: how its steps are planned and who carries them out.
 *
 * @param <I> its input: a value that Jackson writes and reads
 */
public interface RunKind<I> {

    /** Stable, as it is stored: {@code rollout}. */
    String name();

    /** Kinds of one group exclude each other on a subject, as evacuation and restore do. */
    default String group() {
        return name();
    }

    Class<I> inputType();

    /** The steps, from the input alone; called once for each run. */
    List<PlannedStep> plan(I input);

    /** Who carries out the planned step of this name. */
    Step<I> step(String name);
}
