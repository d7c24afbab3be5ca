package dev.fairlead.contracts.deploy;

import static dev.fairlead.contracts.InvalidFieldException.elements;
import static dev.fairlead.contracts.InvalidFieldException.inRange;
import static dev.fairlead.contracts.InvalidFieldException.required;
import static java.util.Objects.requireNonNullElse;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.InvalidFieldException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One release of an application through the data centers.
 *
 * @param version what is installed
 * @param waves the data centers of each wave, one wave after the other
 * @param installHooks for each data center the URL that installs a version there ({@code POST {"application", "dataCenter",
 *     "version"}}, any 2xx) and tells the installed one ({@code GET}, {@code {"version"}})
 * @param check what has to hold before traffic is restored
 */
public record RolloutSpec(
        ApplicationName application,
        String version,
        List<List<DataCenterName>> waves,
        Map<DataCenterName, String> installHooks,
        Check check) {

    public RolloutSpec {
        required(application, "application");
        if (required(version, "version").isBlank() || version.length() > 100) {
            throw new InvalidFieldException("version", "version is empty or longer than 100 characters");
        }
        waves = elements(waves, "waves").stream()
                .map(wave -> elements(wave, "waves"))
                .toList();
        required(installHooks, "installHooks").values().forEach(hook -> required(hook, "installHooks"));
        installHooks = Map.copyOf(installHooks);
        required(check, "check");
        Set<DataCenterName> seen = new HashSet<>();
        for (List<DataCenterName> wave : waves) {
            for (DataCenterName dataCenter : wave) {
                if (!seen.add(dataCenter)) {
                    throw new InvalidFieldException("waves", dataCenter + " stands in more than one wave");
                }
                if (!installHooks.containsKey(dataCenter)) {
                    throw new InvalidFieldException("installHooks", "no install hook for " + dataCenter);
                }
            }
        }
        if (seen.isEmpty()) {
            throw new InvalidFieldException("waves", "no data center stands in a wave");
        }
    }

    /**
     * A check from the vantage point against each endpoint of the data center.
     *
     * @param expectVersion whether the body has to contain the version
     */
    public record Check(String path, Integer expectedStatus, Boolean expectVersion, Integer timeoutMs) {

        public Check {
            required(path, "path");
            expectedStatus = (int) inRange(requireNonNullElse(expectedStatus, 200), 100, 599, "expectedStatus");
            expectVersion = requireNonNullElse(expectVersion, true);
            timeoutMs = (int) inRange(requireNonNullElse(timeoutMs, 1_000), 10, 60_000, "timeoutMs");
        }
    }
}
