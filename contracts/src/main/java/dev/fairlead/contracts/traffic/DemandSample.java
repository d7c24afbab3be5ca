package dev.fairlead.contracts.traffic;

import static dev.fairlead.contracts.InvalidFieldException.required;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.InvalidFieldException;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * How many requests of some of its users a data plane counted. It may go on counting and tell all since the same beginning each
 * time: then the next report makes good what was lost with one. Or it begins anew with each report. What it tells twice counts once.
 *
 * @param audience who asked: a country's code, the name of an audience of the policy, or {@code everyone} else
 * @param reporter who counted, one to 100 visible ASCII characters; what several count adds up
 * @param since when it began to count, by its own clock
 * @param forMs how long it had counted then, by the same clock
 */
public record DemandSample(
        ApplicationName application, String audience, String reporter, Instant since, Long forMs, Long requests) {

    private static final Pattern AUDIENCE = Pattern.compile("[A-Z]{2}|[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    public DemandSample {
        required(application, "application");
        if (!AUDIENCE.matcher(required(audience, "audience")).matches()) {
            throw new InvalidFieldException(
                    "audience", "audience is neither a two-letter code in capitals nor the name of an audience");
        }
        CountedRequests.check(reporter, since, forMs, requests);
    }
}
