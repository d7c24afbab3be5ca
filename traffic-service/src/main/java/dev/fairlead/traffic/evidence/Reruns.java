package dev.fairlead.traffic.evidence;

import dev.fairlead.contracts.health.HealthApi;
import dev.fairlead.contracts.health.Transition;
import dev.fairlead.contracts.health.VerdictSimulation;
import dev.fairlead.service.problem.Problem;
import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClientException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Asks the health-service what its verdicts would have been. */
@Component
public class Reruns {

    private final HealthApi health;
    private final JsonMapper json;

    Reruns(HealthApi health, JsonMapper json) {
        this.health = health;
        this.json = json;
    }

    /** In order of time; what the health-service refuses is refused with its reason. */
    public List<Transition> of(VerdictSimulation question) {
        try {
            return health.simulate(question).items();
        } catch (HttpClientErrorException e) {
            throw Problem.invalid("VERDICTS_NOT_SIMULATED", "", "the health-service refuses: " + reason(e));
        } catch (RestClientException e) {
            throw Problem.notReady("HEALTH_SERVICE_AWAY", "the health-service does not answer: " + e.getMessage());
        }
    }

    private String reason(HttpClientErrorException refusal) {
        try {
            return json.readTree(refusal.getResponseBodyAsString())
                    .path("detail")
                    .asString(refusal.getStatusText());
        } catch (JacksonException e) {
            return refusal.getStatusText();
        }
    }
}
