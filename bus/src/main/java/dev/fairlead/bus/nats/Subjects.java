package dev.fairlead.bus.nats;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The names that things are said under: {@code fairlead.<region>.<topic>}. */
final class Subjects {

    /** A topic beside those of events, which cannot be called so. */
    static final String HEART_BEAT = "heart-beat";

    private Subjects() {}

    static String of(String region, String topic) {
        return "fairlead." + region + "." + topic;
    }

    /** These topics and the heart beats, of all regions. */
    static Set<String> everywhere(Set<String> topics) {
        return Stream.concat(topics.stream(), Stream.of(HEART_BEAT))
                .map(topic -> of("*", topic))
                .collect(Collectors.toSet());
    }

    static String topic(String subject) {
        return subject.substring(subject.lastIndexOf('.') + 1);
    }
}
