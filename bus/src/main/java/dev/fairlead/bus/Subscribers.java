package dev.fairlead.bus;

import dev.fairlead.bus.EventBus.Listener;
import dev.fairlead.bus.EventBus.Subscription;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/** Who in this process listens to what; the part that implementations of the bus have in common. */
public final class Subscribers {

    private final Map<String, List<Listener>> byTopic = new ConcurrentHashMap<>();
    private final Queue<Listener> joining = new ConcurrentLinkedQueue<>();

    public Subscription add(String topic, Listener listener) {
        List<Listener> ofTopic =
                byTopic.computeIfAbsent(new Event(topic, "").topic(), t -> new CopyOnWriteArrayList<>());
        ofTopic.add(listener);
        joining.add(listener);
        return () -> ofTopic.remove(listener);
    }

    public Set<String> topics() {
        return Set.copyOf(byTopic.keySet());
    }

    public void tell(Event event) {
        byTopic.getOrDefault(event.topic(), List.of()).forEach(listener -> listener.onEvent(event));
    }

    /** Those who came since the last call: they do not know yet that their topic is listened to. */
    public List<Listener> takeJoining() {
        List<Listener> joined = new ArrayList<>();
        for (Listener listener = joining.poll(); listener != null; listener = joining.poll()) {
            joined.add(listener);
        }
        return joined;
    }

    /** Tells everybody who listens to one of these topics that events may have been lost. */
    public void wake(Set<String> topics) {
        topics.forEach(topic -> byTopic.getOrDefault(topic, List.of()).forEach(Listener::onConnected));
    }
}
