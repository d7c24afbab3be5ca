package dev.fairlead.quickstart.story;

import dev.fairlead.quickstart.client.ObedienceWatch;
import java.util.LinkedHashMap;
import java.util.Map;

/** Several data planes that are asked the same all the while, by name. */
final class Watches implements AutoCloseable {

    private final Map<String, ObedienceWatch> watches = new LinkedHashMap<>();

    Watches add(String name, ObedienceWatch watch) {
        watches.put(name, watch);
        return this;
    }

    /** Expects that each of them obeys for a while, and says when it began to. */
    void expectObeyed(Moment moment, Timeline timeline) {
        watches.forEach((name, watch) -> timeline.expect(moment.obeyed(name, watch)));
    }

    @Override
    public void close() {
        watches.values().forEach(ObedienceWatch::close);
    }
}
