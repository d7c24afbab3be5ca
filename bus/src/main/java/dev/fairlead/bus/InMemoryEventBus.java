package dev.fairlead.bus;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A bus inside one process, for tests; strict: it can be cut and then delivers nothing, and it remembers what was
 * published.
 */
public final class InMemoryEventBus implements EventBus {

    private final Map<String, List<Listener>> listeners = new ConcurrentHashMap<>();
    private final List<Event> published = new CopyOnWriteArrayList<>();
    private volatile boolean connected = true;

    @Override
    public void publish(Event event) {
        published.add(event);
        if (connected) {
            listeners.getOrDefault(event.topic(), List.of()).forEach(listener -> listener.onEvent(event));
        }
    }

    @Override
    public Subscription subscribe(String topic, Listener listener) {
        List<Listener> ofTopic = listeners.computeIfAbsent(topic, t -> new CopyOnWriteArrayList<>());
        ofTopic.add(listener);
        if (connected) {
            listener.onConnected();
        }
        return () -> ofTopic.remove(listener);
    }

    @Override
    public boolean connected() {
        return connected;
    }

    /** Cuts the bus, or joins it again. */
    public void setConnected(boolean connected) {
        boolean joined = connected && !this.connected;
        this.connected = connected;
        if (joined) {
            listeners.values().forEach(all -> all.forEach(Listener::onConnected));
        }
    }

    public List<Event> published() {
        return new ArrayList<>(published);
    }

    @Override
    public void close() {
        listeners.clear();
    }
}
