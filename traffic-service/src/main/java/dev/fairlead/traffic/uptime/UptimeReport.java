package dev.fairlead.traffic.uptime;

import dev.fairlead.contracts.ApplicationName;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an application lost of its users' time in a rolling window, against what its objective allows. Of an outage that only a part of
 * the users has, that part of its time counts.
 *
 * @param objective in percent; absent: the application has none, and so no budget
 * @param outages newest first, at most {@value Availability#MOST_OUTAGES}
 * @param moreOutages how many older ones are not told
 */
record UptimeReport(
        ApplicationName application,
        @Nullable String objective,
        Period window,
        Spending spending,
        List<Outage> outages,
        int moreOutages) {

    UptimeReport {
        outages = List.copyOf(outages);
    }

    /**
     * The time looked at.
     *
     * @param knownFrom since when decisions are known; absent: none is. What was before counts neither as served nor as lost
     * @param knownSeconds of the window
     */
    record Period(
            int days, Instant from, Instant to, @Nullable Instant knownFrom, double knownSeconds) {}

    /**
     * Seconds of all users' time.
     *
     * @param budgetSeconds that the objective allows to lose in the window; absent: there is no objective
     * @param leftSeconds of the budget; below 0: overspent
     * @param lastHourSeconds of what was spent, in the last hour
     * @param burningSeconds what the whole window would cost at the pace of the last hour
     */
    record Spending(
            @Nullable Double budgetSeconds,
            double spentSeconds,
            @Nullable Double leftSeconds,
            double lastHourSeconds,
            double burningSeconds) {}

    /**
     * A time during which a part of the users was unserved.
     *
     * @param from may be before the window
     * @param to absent: it goes on
     * @param basisPoints of all users
     * @param lostSeconds of all users' time, in the window
     */
    record Outage(Instant from, @Nullable Instant to, int basisPoints, double lostSeconds, String reason) {}
}
