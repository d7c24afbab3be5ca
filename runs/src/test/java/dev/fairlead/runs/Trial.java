package dev.fairlead.runs;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * A kind of run for these tests: makes three things, one after the other.
 *
 * @param halt where a victim's process stops, {@code step:place}
 */
record Trial(World world, Halt halt) implements RunKind<Trial.Input> {

    static final List<String> STEPS = List.of("a", "b", "c");
    private static final String EXECUTOR = UUID.randomUUID().toString();

    /** Called at each boundary that a run passes. */
    interface Halt {
        void at(String runId, String place, Input input);
    }

    /**
     * @param place where a victim stops
     * @param fails whether the last step is found to have failed
     */
    record Input(String place, boolean fails) {}

    @Override
    public String name() {
        return "trial";
    }

    @Override
    public Class<Input> inputType() {
        return Input.class;
    }

    @Override
    public List<PlannedStep> plan(Input input) {
        return STEPS.stream().map(name -> PlannedStep.of(step(name), "there")).toList();
    }

    @Override
    public Step<Input> step(String name) {
        return new Make(name);
    }

    private final class Make implements Step<Input> {

        private final String name;

        Make(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Duration timeout() {
            return Duration.ofSeconds(60);
        }

        @Override
        public WayBack wayBack() {
            return WayBack.UNDO;
        }

        @Override
        public Readiness precondition(StepContext<Input> context) {
            halt(context, "precondition");
            return Readiness.ready();
        }

        @Override
        public Outcome act(StepContext<Input> context) {
            return set(context, true, "act");
        }

        @Override
        public Outcome check(StepContext<Input> context) {
            halt(context, "check");
            if (name.equals("c") && context.input().fails()) {
                return new Outcome.Failed("as ordered");
            }
            return world.there(context.runId(), name) ? Outcome.done("there") : new Outcome.NotYet("not there");
        }

        @Override
        public Outcome undo(StepContext<Input> context) {
            return set(context, false, "undo");
        }

        @Override
        public Outcome checkUndone(StepContext<Input> context) {
            halt(context, "check-undone");
            return world.there(context.runId(), name) ? new Outcome.NotYet("still there") : Outcome.done("gone");
        }

        private Outcome set(StepContext<Input> context, boolean there, String deed) {
            halt(context, "before-" + deed);
            boolean accepted = world.set(context.runId(), name, there, context.epoch(), EXECUTOR);
            halt(context, "after-" + deed);
            return accepted ? Outcome.done(deed) : new Outcome.Failed("replaced");
        }

        private void halt(StepContext<Input> context, String place) {
            halt.at(context.runId(), name + ":" + place, context.input());
        }
    }
}
