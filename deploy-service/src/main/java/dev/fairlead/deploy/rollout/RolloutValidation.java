package dev.fairlead.deploy.rollout;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.deploy.RolloutSpec;
import dev.fairlead.contracts.traffic.ApplicationSpec;
import dev.fairlead.deploy.hook.HookPolicy;
import dev.fairlead.service.problem.FieldError;
import dev.fairlead.service.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Refuses a rollout that cannot go well, before anything is stored. */
@Component
final class RolloutValidation {

    private final Vantage vantage;
    private final HookPolicy hooks;

    RolloutValidation(Vantage vantage, HookPolicy hooks) {
        this.vantage = vantage;
        this.hooks = hooks;
    }

    void validate(RolloutSpec spec) {
        ApplicationSpec application = vantage.application(spec.application())
                .orElseThrow(() -> Problem.invalid(
                        "UNKNOWN_APPLICATION", "/application", "there is no application " + spec.application()));
        refuse("UNKNOWN_DATA_CENTER", unknownDataCenters(spec, application));
        refuse("FORBIDDEN_HOOK", forbiddenHooks(spec));
        if (spec.version().chars().anyMatch(Character::isISOControl)) {
            throw Problem.invalid("INVALID_VALUE", "/version", "version has control characters");
        }
        if (!spec.check().path().matches("/[!-~]*")) {
            throw Problem.invalid(
                    "INVALID_VALUE", "/check/path", "path does not start with / or has blanks or control characters");
        }
    }

    private static List<FieldError> unknownDataCenters(RolloutSpec spec, ApplicationSpec application) {
        Set<DataCenterName> known = application.pools().stream()
                .map(ApplicationSpec.Pool::dataCenter)
                .collect(Collectors.toSet());
        List<FieldError> errors = new ArrayList<>();
        for (int wave = 0; wave < spec.waves().size(); wave++) {
            List<DataCenterName> dataCenters = spec.waves().get(wave);
            for (int i = 0; i < dataCenters.size(); i++) {
                if (!known.contains(dataCenters.get(i))) {
                    errors.add(new FieldError(
                            "/waves/%d/%d".formatted(wave, i),
                            "%s has no pool in %s".formatted(spec.application(), dataCenters.get(i))));
                }
            }
        }
        return errors;
    }

    private List<FieldError> forbiddenHooks(RolloutSpec spec) {
        List<FieldError> errors = new ArrayList<>();
        for (Map.Entry<DataCenterName, String> hook : spec.installHooks().entrySet()) {
            try {
                hooks.allowed(hook.getValue());
            } catch (IllegalArgumentException e) {
                errors.add(new FieldError("/installHooks/" + hook.getKey(), String.valueOf(e.getMessage())));
            }
        }
        return errors;
    }

    private static void refuse(String code, List<FieldError> errors) {
        if (!errors.isEmpty()) {
            throw Problem.invalid(code, errors);
        }
    }
}
