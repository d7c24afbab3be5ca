package dev.fairlead.gateway.dataplane;

import java.util.Locale;

/**
 * A part of a change that a data plane did not take. What it speaks of stays as it was while the rest is obeyed.
 *
 * @param name of the host, without the dot at its end, or of the application where the data plane knows no hosts
 * @param reason for operators
 */
public record Refusal(String name, String reason) {

    public Refusal {
        name = name(name);
    }

    /** A host as it is named here. */
    static String name(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }
}
