package dev.fairlead.service.json;

import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads what fellow services, other regions and earlier or later versions wrote. Fields that a newer version added are passed
 * over; of its new constants an enum's default is read, else nothing, which is the record's default. A number or a truth value
 * that an older version did not write is 0 or false, anything else absent.
 */
public final class LenientJson {

    private LenientJson() {}

    /** A mapper that is like this one but lenient. */
    public static JsonMapper of(JsonMapper strict) {
        return strict.rebuild()
                .disable(
                        DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                        DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(
                        EnumFeature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE,
                        EnumFeature.READ_UNKNOWN_ENUM_VALUES_AS_NULL)
                .build();
    }
}
