package dev.fairlead.traffic.region;

import dev.fairlead.contracts.ApplicationName;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether two regions that hear each other tell their data planes the same.
 *
 * @param differsSince absent: they agree
 * @param differing the first {@value #NAMED} applications whose plans differ
 */
public record Agreement(@Nullable Instant differsSince, List<ApplicationName> differing) {

    static final int NAMED = 20;

    private static final Agreement AGREED = new Agreement(null, List.of());

    /** @param before absent: they did not hear each other until now */
    static Agreement of(PlanDigests own, PlanDigests theirs, @Nullable Agreement before, Instant now) {
        List<ApplicationName> differing =
                own.differing(theirs).stream().limit(NAMED).toList();
        if (differing.isEmpty()) {
            return AGREED;
        }
        Instant since = before == null || before.differsSince() == null ? now : before.differsSince();
        return new Agreement(since, differing);
    }
}
