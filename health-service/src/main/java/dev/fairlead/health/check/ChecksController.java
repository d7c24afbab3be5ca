package dev.fairlead.health.check;

import static dev.fairlead.contracts.InvalidFieldException.inRange;
import static dev.fairlead.contracts.InvalidFieldException.required;

import dev.fairlead.contracts.InvalidFieldException;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.health.CheckRequest;
import dev.fairlead.contracts.health.CheckResult;
import dev.fairlead.service.region.RegionProperties;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Checks an endpoint now, on the caller's thread, for as long as the caller allows. */
@RestController
class ChecksController {

    private final RegionName vantagePoint;

    ChecksController(RegionProperties regions) {
        this.vantagePoint = regions.region();
    }

    @PostMapping("/v1/checks")
    CheckResult check(@RequestBody CheckRequest request) {
        required(request.address(), "address");
        inRange(request.timeoutMs(), 10, 60_000, "timeoutMs");
        inRange(request.expectedStatus(), 100, 599, "expectedStatus");
        visible(request.host(), "host");
        if (!visible(request.path(), "path").startsWith("/")) {
            throw new InvalidFieldException("path", "path does not start with /");
        }
        return HttpCheck.run(request, vantagePoint);
    }

    /** Both go into the head of a request, where a line break would begin another field. */
    private static String visible(String text, String field) {
        if (required(text, field).isEmpty() || text.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw new InvalidFieldException(field, field + " is empty or has blanks or control characters");
        }
        return text;
    }
}
