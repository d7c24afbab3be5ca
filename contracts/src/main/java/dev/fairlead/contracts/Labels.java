package dev.fairlead.contracts;

import java.util.regex.Pattern;

/** The one rule for names: a DNS label of RFC 1123, at most 63 characters. */
final class Labels {

    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    private Labels() {}

    static void require(String value, String what) {
        if (!LABEL.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "%s '%s' is not a DNS label: lower-case letters, digits and inner hyphens, at most 63"
                            .formatted(what, value.length() > 80 ? value.substring(0, 80) + "…" : value));
        }
    }
}
