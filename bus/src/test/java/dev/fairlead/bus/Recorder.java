package dev.fairlead.bus;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A subscriber that remembers what it was told. */
public final class Recorder implements EventBus.Listener {

    public final List<Event> events = new CopyOnWriteArrayList<>();
    public final AtomicInteger connected = new AtomicInteger();

    @Override
    public void onEvent(Event event) {
        events.add(event);
    }

    @Override
    public void onConnected() {
        connected.incrementAndGet();
    }
}
