package dev.fairlead.gateway.operators;

import dev.fairlead.contracts.Resource;
import dev.fairlead.contracts.traffic.DataPlaneSpec;
import dev.fairlead.gateway.dataplane.RegistrationRules;
import dev.fairlead.service.problem.Problem;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** The registered data planes, which the traffic-service keeps and describes; what is written is checked here before. */
@Hidden
@RestController
@RequestMapping("/v1/data-planes/{name}")
class RegistrationController {

    private final RegistrationRules rules;
    private final TrafficRelay traffic;
    private final JsonMapper json;

    RegistrationController(RegistrationRules rules, TrafficRelay traffic, JsonMapper json) {
        this.rules = rules;
        this.traffic = traffic;
        this.json = json;
    }

    @GetMapping
    ResponseEntity<?> get(@PathVariable String name, HttpServletRequest request) {
        return ofRegistered(name, traffic.pass(request, null));
    }

    @PutMapping
    ResponseEntity<?> put(
            @PathVariable String name, @RequestBody Resource<DataPlaneSpec> body, HttpServletRequest request) {
        @Nullable DataPlaneSpec spec = body.spec(); // a client may leave it out
        if (spec != null) {
            rules.admit(name, spec);
        }
        return traffic.pass(request, json.writeValueAsBytes(body));
    }

    @DeleteMapping
    ResponseEntity<?> delete(@PathVariable String name, HttpServletRequest request) {
        return ofRegistered(name, traffic.pass(request, null));
    }

    private ResponseEntity<?> ofRegistered(String name, ResponseEntity<?> answer) {
        if (answer.getStatusCode() == HttpStatus.NOT_FOUND && rules.isConfigured(name)) {
            throw Problem.notFound(
                    "NOT_REGISTERED",
                    "%s is not registered: it is in the configuration of this gateway. How it stands is in /v1/data-planes"
                            .formatted(name));
        }
        return answer;
    }
}
