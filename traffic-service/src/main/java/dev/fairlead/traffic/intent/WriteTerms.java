package dev.fairlead.traffic.intent;

import static dev.fairlead.contracts.InvalidFieldException.sentence;
import static java.util.Objects.requireNonNullElse;

import dev.fairlead.contracts.InvalidFieldException;
import dev.fairlead.contracts.traffic.Preview;
import dev.fairlead.contracts.traffic.Preview.Hit;
import dev.fairlead.contracts.traffic.Preview.Rule;
import dev.fairlead.service.problem.FieldError;
import dev.fairlead.service.problem.Problem;
import io.swagger.v3.oas.annotations.Parameter;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * On what terms somebody writes; the query of every write.
 *
 * @param dryRun changes nothing and answers what it would come to
 * @param planHash of a dry run: the write is refused when it would come to something else now
 * @param force the safety rules that it overrules
 * @param forceReason why; needed with {@code force}
 */
record WriteTerms(
        @Parameter(description = "Changes nothing and answers what it would come to.")
        Boolean dryRun,

        @Parameter(description = "Of a dry run: refused when the write would come to something else now.") @Nullable String planHash,

        @Parameter(description = "Safety rules that are overruled.")
        List<Rule> force,

        @Parameter(description = "Why they are overruled.") @Nullable String forceReason) {

    WriteTerms {
        dryRun = requireNonNullElse(dryRun, false);
        force = List.copyOf(requireNonNullElse(force, List.of()));
        if (!force.isEmpty()) {
            sentence(forceReason, "forceReason");
        } else if (forceReason != null) {
            throw new InvalidFieldException("force", "a forceReason is given, but no rule to overrule");
        }
    }

    /** Whether the write cannot be done without knowing what it comes to. */
    boolean needsForesight() {
        return dryRun || planHash != null;
    }

    /** Refuses what came out otherwise than foreseen, and what breaks a rule that is not overruled. */
    void admit(Preview<?> preview) {
        if (dryRun) {
            return;
        }
        if (planHash != null && !planHash.equals(preview.planHash())) {
            throw Problem.conflict(
                    "PLAN_CHANGED", "the write would come to something else than the dry run told: run it again");
        }
        List<Hit> refused = preview.hits().stream()
                .filter(hit -> !force.contains(hit.rule()))
                .toList();
        if (!refused.isEmpty()) {
            throw Problem.conflict(
                    "SAFETY_RULE",
                    refused.stream().map(WriteTerms::line).collect(Collectors.joining("; ")),
                    refused.stream().map(hit -> new FieldError("", line(hit))).toList());
        }
    }

    private static String line(Hit hit) {
        return hit.rule() + (hit.application() == null ? ": " : " of " + hit.application() + ": ") + hit.detail();
    }
}
