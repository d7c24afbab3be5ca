package dev.fairlead.replication.takeover.rule;

import java.time.Duration;
import java.time.Instant;

/**
 * Whether a takeover may go on by itself. From synchronous standbys it may, because the sealed ones have everything. From an
 * asynchronous primary only if it is certain that no more than the budget is lost, and proven that the old primary no longer
 * writes; otherwise an operator decides who saw the figures.
 */
public sealed interface Verdict {

    /** It may. */
    record Go(String reason) implements Verdict {}

    /** An operator decides. */
    record Ask(String figures) implements Verdict {}

    /** Before anything is done: there is no point in stopping a primary when the budget is exceeded already. */
    static Verdict before(boolean synchronous, boolean accepted, Loss loss, Duration budget, Instant now) {
        if (synchronous) {
            return new Go("commits waited for the standbys that are to be sealed: nothing is lost");
        }
        String figures = loss.said(now);
        if (accepted || loss.within(budget, now)) {
            return new Go(figures);
        }
        return new Ask("%s; the budget is %d ms".formatted(figures, budget.toMillis()));
    }

    /** Once the old primary is fenced as far as it can be. */
    static Verdict after(FenceProof proof, boolean accepted, Loss loss, Duration budget, Instant now) {
        return switch (proof) {
            case FenceProof.Proven(Instant since, String reason) ->
                accepted || loss.within(budget, since)
                        ? new Go(reason + "; " + loss.said(since))
                        : new Ask("%s; %s; the budget is %d ms".formatted(reason, loss.said(since), budget.toMillis()));
            case FenceProof.Waiting(String reason) -> unfenced(reason, loss, now);
            case FenceProof.None(String reason) -> unfenced(reason, loss, now);
        };
    }

    private static Verdict unfenced(String reason, Loss loss, Instant now) {
        return new Ask("%s; %s; the old primary may still accept writes, which are lost too"
                .formatted(reason, loss.said(now)));
    }
}
