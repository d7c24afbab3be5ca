package dev.fairlead.contracts.health;

import dev.fairlead.contracts.Listing;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.PostExchange;

/** What other services ask of the health-service. All lists are whole and come from memory, but for what is simulated. */
public interface HealthApi {

    /** Without a body when what the verdicts say is the version that is known; their votes may have been renewed. */
    @GetExchange("/v1/verdicts")
    ResponseEntity<Listing<Verdict>> verdicts(
            @RequestHeader(name = "If-None-Match", required = false) @Nullable String known);

    default Listing<Verdict> verdicts() {
        return Objects.requireNonNull(verdicts(null).getBody());
    }

    /**
     * What the verdicts would have been, in order of time. The first of each endpoint says what it was when the period began, or
     * when it was first probed in it, and comes from unknown; nothing is said of an endpoint of which no probe is recorded.
     */
    @PostExchange("/v1/verdicts/simulate")
    Listing<Transition> simulate(@RequestBody VerdictSimulation question);

    /** Without a body when no health changed since the version that is known, and no vote has to be renewed yet. */
    @GetExchange("/v1/observations")
    ResponseEntity<Listing<Observation>> observations(
            @RequestHeader(name = "If-None-Match", required = false) @Nullable String known);

    default Listing<Observation> observations() {
        return Objects.requireNonNull(observations(null).getBody());
    }

    /** All that are configured, silent or not. */
    @GetExchange("/v1/vantage-points")
    Listing<VantagePointStatus> vantagePoints();

    /** Tells what users' requests came to; of endpoints that nobody knows nothing becomes. */
    @PostExchange("/v1/evidence")
    void evidence(@RequestBody Listing<PassiveEvidence> seen);

    @PostExchange("/v1/checks")
    CheckResult check(@RequestBody CheckRequest request);
}
