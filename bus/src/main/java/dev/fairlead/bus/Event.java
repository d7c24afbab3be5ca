package dev.fairlead.bus;

/**
 * A wake-up.
 *
 * @param topic what changed: letters, digits and underscores
 * @param key which one changed
 */
public record Event(String topic, String key) {

    /** Longest key in characters. */
    public static final int MAX_KEY = 1_000;

    public Event {
        if (!topic.matches("[A-Za-z0-9_]{1,40}")) {
            throw new IllegalArgumentException(
                    "topic '%s' is not 1 to 40 letters, digits and underscores".formatted(topic));
        }
        if (key.length() > MAX_KEY) {
            throw new IllegalArgumentException("key is longer than %d characters".formatted(MAX_KEY));
        }
    }
}
