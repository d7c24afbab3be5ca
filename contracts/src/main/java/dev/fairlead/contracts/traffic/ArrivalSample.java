package dev.fairlead.contracts.traffic;

import static dev.fairlead.contracts.InvalidFieldException.required;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import java.time.Instant;

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

    public ArrivalSample {
        required(application, "application");
        required(dataCenter, "dataCenter");
        CountedRequests.check(reporter, since, forMs, requests);
    }
}
