package dev.fairlead.quickstart.demo;

import java.util.Map;

/** Writes {@code .properties} text: backslashes and what is not ASCII would otherwise be read as something else. */
final class PropertiesText {

    private PropertiesText() {}

    static String of(Map<String, String> properties) {
        StringBuilder text = new StringBuilder();
        properties.forEach((key, value) ->
                text.append(escaped(key)).append('=').append(escaped(value)).append('\n'));
        return text.toString();
    }

    private static String escaped(String raw) {
        StringBuilder text = new StringBuilder();
        raw.chars().forEach(c -> {
            if (c > '~' || c < ' ') {
                text.append("\\u%04x".formatted(c));
            } else if (" =:#!\\".indexOf(c) >= 0) {
                text.append('\\').append((char) c);
            } else {
                text.append((char) c);
            }
        });
        return text.toString();
    }
}
