package dev.fairlead.contracts.traffic;

import static dev.fairlead.contracts.InvalidFieldException.inRange;
import static java.util.Objects.requireNonNullElse;
import static java.util.Objects.requireNonNullElseGet;

/**
 * What a proxy before the application does by itself about endpoints that fail, in the moments before the next plan.
 *
 * @param ejection when an endpoint gets no more requests for a while
 * @param retries when a request is sent again, to another endpoint
 */
public record Resilience(Ejection ejection, Retries retries) {

    public Resilience {
        ejection = requireNonNullElseGet(ejection, Ejection::defaults);
        retries = requireNonNullElseGet(retries, Retries::defaults);
    }

    public static Resilience defaults() {
        return new Resilience(Ejection.defaults(), Retries.defaults());
    }

    /**
     * Which endpoints are left out, each proxy by what it saw itself.
     *
     * @param serverErrors answers of 500 to 599 in a row; 0: never for these; default 5
     * @param gatewayFailures answers of 502, 503 and 504, refused and broken connections, and timeouts in a row; 0: never
     *     for these; default 3
     * @param forMs how long; default 30000, longer than a plan takes
     * @param mostPercent of the application's endpoints at once; default 99, so that the last one stays
     */
    public record Ejection(Integer serverErrors, Integer gatewayFailures, Integer forMs, Integer mostPercent) {

        public Ejection {
            serverErrors = (int) inRange(requireNonNullElse(serverErrors, 5), 0, 1_000, "serverErrors");
            gatewayFailures = (int) inRange(requireNonNullElse(gatewayFailures, 3), 0, 1_000, "gatewayFailures");
            forMs = (int) inRange(requireNonNullElse(forMs, 30_000), 100, 3_600_000, "forMs");
            mostPercent = (int) inRange(requireNonNullElse(mostPercent, 99), 0, 100, "mostPercent");
        }

        @SuppressWarnings("NullAway") // every component has a default
        public static Ejection defaults() {
            return new Ejection(null, null, null, null);
        }
    }

    /**
     * What is sent again: any request that surely was not received, and a request with a safe method (GET, HEAD, OPTIONS, TRACE)
     * also when its connection broke or it was answered 502, 503 or 504.
     *
     * @param attempts how often at most; default 2
     * @param budgetPercent of the requests under way that may be such at once, beside a few that always may; default 20
     */
    public record Retries(Integer attempts, Integer budgetPercent) {

        public Retries {
            attempts = (int) inRange(requireNonNullElse(attempts, 2), 0, 10, "attempts");
            budgetPercent = (int) inRange(requireNonNullElse(budgetPercent, 20), 0, 100, "budgetPercent");
        }

        @SuppressWarnings("NullAway") // every component has a default
        public static Retries defaults() {
            return new Retries(null, null);
        }
    }
}
