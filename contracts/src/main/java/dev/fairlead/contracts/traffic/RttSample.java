package dev.fairlead.contracts.traffic;

import static dev.fairlead.contracts.InvalidFieldException.inRange;
import static dev.fairlead.contracts.InvalidFieldException.required;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.InvalidFieldException;
import java.util.regex.Pattern;

/**
 * How long one user's way to a data center and back took, as a browser or a proxy measured it.
 *
 * @param country ISO 3166-1 alpha-2 code of where the user is
 */
public record RttSample(String country, DataCenterName dataCenter, Integer ms) {

    private static final Pattern CODE = Pattern.compile("[A-Z]{2}");

    public RttSample {
        if (!CODE.matcher(required(country, "country")).matches()) {
            throw new InvalidFieldException("country", "'%s' is not a two-letter code in capitals".formatted(country));
        }
        required(dataCenter, "dataCenter");
        inRange(required(ms, "ms"), 1, 60_000, "ms");
    }
}
