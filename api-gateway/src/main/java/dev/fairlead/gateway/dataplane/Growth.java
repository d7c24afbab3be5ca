package dev.fairlead.gateway.dataplane;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How much more a server has counted than it had a look before.
 *
 * @param counted what came since, and whether the endpoint is ejected now
 * @param ejectedSince whether it was ejected since
 */
public record Growth(Tally counted, boolean ejectedSince) {

    /** One for each counter that there is now; what was not there before had counted nothing. */
    public static List<Growth> between(List<Tally> before, List<Tally> now) {
        Map<Tally.Counter, Tally> had = new HashMap<>();
        before.forEach(tally -> had.put(tally.counter(), tally));
        return now.stream().map(tally -> since(had.get(tally.counter()), tally)).toList();
    }

    private static Growth since(@Nullable Tally before, Tally now) {
        boolean ejectedSince = now.ejected() && (before == null || !before.ejected());
        if (before == null || now.requests() < before.requests() || now.failures() < before.failures()) {
            return new Growth(now, ejectedSince);
        }
        Tally more = now.at(now.requests() - before.requests(), now.failures() - before.failures(), now.ejected());
        return new Growth(more, ejectedSince);
    }
}
