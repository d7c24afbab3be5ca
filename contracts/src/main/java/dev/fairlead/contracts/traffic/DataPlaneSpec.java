package dev.fairlead.contracts.traffic;

import static dev.fairlead.contracts.InvalidFieldException.required;
import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.fairlead.contracts.InvalidFieldException;
import dev.fairlead.contracts.RegionName;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A DNS server or a proxy that the gateways of a region keep at the plans. What its settings mean only the gateways know.
 *
 * @param kind such as {@code powerdns}
 * @param region whose gateways reach it
 * @param mode default {@link Mode#PUSH}
 * @param settings as in the configuration of a gateway: texts, numbers and truth values, lists and maps of them. A credential is
 *     the path of a file at the gateway, never the credential
 */
public record DataPlaneSpec(String kind, RegionName region, Mode mode, Map<String, Object> settings) {

    public DataPlaneSpec {
        required(kind, "kind");
        required(region, "region");
        mode = requireNonNullElse(mode, Mode.PUSH);
        settings = copy(requireNonNullElse(settings, Map.of()), "settings");
    }

    /** What the gateways do about one that does not hold what was decided. */
    public enum Mode {
        /** They change it. */
        @JsonProperty("push")
        PUSH,
        /** They say so, and change nothing. Also what a mode of a newer version is read as. */
        @JsonEnumDefaultValue
        @JsonProperty("observe")
        OBSERVE
    }

    private static Map<String, Object> copy(Map<?, ?> map, String field) {
        Map<String, Object> copy = new TreeMap<>();
        map.forEach((name, value) -> copy.put(text(String.valueOf(name), field), copy(value, field + "/" + name)));
        return Collections.unmodifiableMap(copy);
    }

    private static Object copy(@Nullable Object value, String field) {
        return switch (value) {
            case null -> throw new InvalidFieldException(field, field + " has no value");
            case Map<?, ?> map -> copy(map, field);
            case List<?> list ->
                list.stream().map(element -> copy(element, field)).toList();
            case String text -> text(text, field);
            case Number number -> number;
            case Boolean truth -> truth;
            default -> throw new InvalidFieldException(field, field + " is neither text nor a list nor a map");
        };
    }

    private static String text(String text, String field) {
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new InvalidFieldException(field, field + " has control characters");
        }
        return text;
    }
}
