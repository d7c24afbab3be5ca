package dev.fairlead.gateway.dataplane;

import dev.fairlead.contracts.InvalidFieldException;
import dev.fairlead.service.problem.FieldError;
import dev.fairlead.service.problem.Problem;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/**
 * The settings of a registration, read as those of the configuration are, except that one that is not known is refused. What stands
 * in them is never taken from the gateway's environment.
 */
final class SettingsBinding {

    private static final String ROOT = "settings";
    private static final String POINTER = "/spec/" + ROOT;

    /** What is named otherwise would be passed over in silence. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]+([._-][A-Za-z0-9]+)*");

    private SettingsBinding() {}

    /** Throws a {@link Problem} that points at each setting that is wrong. */
    static <P> P bind(Map<String, Object> settings, Class<P> type) {
        Map<String, Object> flat = new TreeMap<>();
        flatten(ROOT, settings, flat);
        try {
            return new Binder(new MapConfigurationPropertySource(flat))
                    .bindOrCreate(ROOT, Bindable.of(type), new NoUnboundElementsBindHandler(BindHandler.DEFAULT));
        } catch (BindException e) {
            throw refusal(e);
        }
    }

    /** Of what a kind says against them. */
    static Problem refusal(IllegalArgumentException e) {
        String pointer = e instanceof InvalidFieldException invalid ? pointer(invalid) : POINTER;
        return Problem.invalid("INVALID_VALUE", pointer, String.valueOf(e.getMessage()));
    }

    private static Problem refusal(BindException e) {
        Throwable root = e;
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof UnboundConfigurationPropertiesException unknown) {
                return unknown(unknown);
            }
            if (cause instanceof InvalidFieldException invalid) {
                return refusal(invalid);
            }
            root = cause;
        }
        return Problem.invalid(
                "INVALID_VALUE", pointer(e.getName()), "%s: %s".formatted(path(e.getName(), "."), root.getMessage()));
    }

    private static Problem unknown(UnboundConfigurationPropertiesException e) {
        List<FieldError> errors = e.getUnboundProperties().stream()
                .map(property -> new FieldError(
                        pointer(property.getName()), "there is no setting " + path(property.getName(), ".")))
                .toList();
        return Problem.invalid("UNKNOWN_FIELD", errors);
    }

    private static String pointer(InvalidFieldException invalid) {
        return POINTER + "/" + invalid.field().replace('.', '/');
    }

    private static String pointer(ConfigurationPropertyName name) {
        String path = path(name, "/");
        return path.isEmpty() ? POINTER : POINTER + "/" + path;
    }

    /** Without the root. */
    private static String path(ConfigurationPropertyName name, String separator) {
        StringBuilder path = new StringBuilder();
        for (int i = 1; i < name.getNumberOfElements(); i++) {
            path.append(i == 1 ? "" : separator).append(name.getElement(i, ConfigurationPropertyName.Form.ORIGINAL));
        }
        return path.toString();
    }

    private static void flatten(String name, @Nullable Object value, Map<String, Object> flat) {
        switch (value) {
            case Map<?, ?> map -> map.forEach((key, inner) -> flatten(within(name, String.valueOf(key)), inner, flat));
            case List<?> list
            when !list.isEmpty() -> {
                for (int i = 0; i < list.size(); i++) {
                    flatten("%s[%d]".formatted(name, i), list.get(i), flat);
                }
            }
            case List<?> empty -> flat.put(name, "");
            case null -> flat.put(name, "");
            default -> flat.put(name, String.valueOf(value));
        }
    }

    private static String within(String name, String key) {
        if (!NAME.matcher(key).matches()) {
            String pointer = "/spec/%s/%s"
                    .formatted(name.replace('.', '/'), key.replace("~", "~0").replace("/", "~1"));
            throw Problem.invalid("UNKNOWN_FIELD", pointer, "there is no setting " + key);
        }
        return name + "." + key;
    }
}
