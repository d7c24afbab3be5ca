package dev.fairlead.traffic.intent;

import dev.fairlead.service.problem.FieldError;
import dev.fairlead.service.problem.Problem;
import java.util.List;

/**
 * Something in a spec that cannot be.
 *
 * @param code stable, upper snake case
 * @param pointer JSON pointer into the request body
 */
record Finding(String code, String pointer, String detail) {

    /** Refuses the request when there are findings; the first one names the problem, all are listed. */
    static void refuse(List<Finding> findings) {
        if (!findings.isEmpty()) {
            throw Problem.invalid(
                    findings.getFirst().code(),
                    findings.stream()
                            .map(finding -> new FieldError(finding.pointer(), finding.detail()))
                            .toList());
        }
    }
}
