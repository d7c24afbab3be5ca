package dev.fairlead.contracts.traffic;

import static dev.fairlead.contracts.InvalidFieldException.inRange;
import static dev.fairlead.contracts.InvalidFieldException.required;

import dev.fairlead.contracts.InvalidFieldException;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What every sample of counted requests has to be, whatever was counted. */
final class CountedRequests {

    /** A hundred years. */
    private static final long LONGEST_MS = 3_155_760_000_000L;

    private static final Pattern REPORTER = Pattern.compile("[!-~]{1,100}");

    /** Instants go further than the dates of a database. */
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private CountedRequests() {}

    static void check(
            @Nullable String reporter, @Nullable Instant since, @Nullable Long forMs, @Nullable Long requests) {
        if (!REPORTER.matcher(required(reporter, "reporter")).matches()) {
            throw new InvalidFieldException("reporter", "reporter is not one to 100 visible ASCII characters");
        }
        Instant began = required(since, "since");
        if (began.isBefore(Instant.EPOCH) || began.isAfter(LATEST)) {
            throw new InvalidFieldException("since", "since is not between 1970 and 9999");
        }
        long ms = inRange(required(forMs, "forMs"), 1, LONGEST_MS, "forMs");
        long count = inRange(required(requests, "requests"), 0, Long.MAX_VALUE, "requests");
        if (count * 1_000.0 / ms > Demand.MOST) {
            throw new InvalidFieldException(
                    "requests", "%d requests in %d ms are more than anybody serves".formatted(count, ms));
        }
    }
}
