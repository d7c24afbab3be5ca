package dev.fairlead.contracts.traffic;

import static dev.fairlead.contracts.InvalidFieldException.inRange;
import static dev.fairlead.contracts.InvalidFieldException.required;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.InvalidFieldException;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * How many requests of an application a data center served, counted by whoever saw the requests. It may go on counting and tell all
 * since the same beginning each time: then the next report makes good what was lost with one. Or it begins anew with each report.
 * What it tells twice counts once.
 *
 * @param reporter who counted, one to 100 visible ASCII characters; what several count adds up
 * @param since when it began to count, by its own clock
 * @param forMs how long it had counted then, by the same clock
 */
public record ArrivalSample(
        ApplicationName application,
        DataCenterName dataCenter,
        String reporter,
        Instant since,
        Long forMs,
        Long requests) {

    /** A hundred years. */
    private static final long LONGEST_MS = 3_155_760_000_000L;

    private static final Pattern REPORTER = Pattern.compile("[!-~]{1,100}");

    /** Instants go further than the dates of a database. */
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    public ArrivalSample {
        required(application, "application");
        required(dataCenter, "dataCenter");
        if (!REPORTER.matcher(required(reporter, "reporter")).matches()) {
            throw new InvalidFieldException("reporter", "reporter is not one to 100 visible ASCII characters");
        }
        if (required(since, "since").isBefore(Instant.EPOCH) || since.isAfter(LATEST)) {
            throw new InvalidFieldException("since", "since is not between 1970 and 9999");
        }
        inRange(required(forMs, "forMs"), 1, LONGEST_MS, "forMs");
        inRange(required(requests, "requests"), 0, Long.MAX_VALUE, "requests");
        if (requests * 1_000.0 / forMs > Demand.MOST) {
            throw new InvalidFieldException(
                    "requests", "%d requests in %d ms are more than anybody serves".formatted(requests, forMs));
        }
    }
}
