package dev.fairlead.bus.nats;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Finds out that messages were lost, wherever on their way. Each process numbers its beats, and leaves a number out when it
 * knows that something it said was lost; whoever hears a number that is not the next one, or a process for the first time,
 * may have missed what was said meanwhile.
 */
final class HeartBeats {

    private static final int MAX_SENDERS = 1_000;
    private static final int MAX_LENGTH = 1_000;

    private final String self;
    private final Map<String, Long> lastHeard = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MAX_SENDERS;
        }
    };
    private long lastSent;
    private boolean missed;

    HeartBeats(String name) {
        this.self = name + "/" + UUID.randomUUID();
        lastHeard.put(self, 0L);
    }

    /** The next beat of this process. */
    synchronized byte[] next() {
        lastSent++;
        return (self + " " + lastSent).getBytes(StandardCharsets.UTF_8);
    }

    /** Leaves a number out, which tells the others to look. */
    synchronized void skip() {
        lastSent++;
    }

    /** Takes another process's beat, or an own one that came back. */
    synchronized void heard(byte[] beat) {
        if (beat.length > MAX_LENGTH) {
            throw new IllegalArgumentException("a beat of %d bytes".formatted(beat.length));
        }
        String text = new String(beat, StandardCharsets.UTF_8);
        int space = text.lastIndexOf(' ');
        String sender = text.substring(0, Math.max(space, 0));
        long number = Long.parseLong(text, space + 1, text.length(), 10);
        Long last = lastHeard.get(sender);
        if (last == null || number > last) {
            missed |= last == null || number > last + 1;
            lastHeard.put(sender, number);
        }
    }

    /** Whether something may have been missed since the last call. */
    synchronized boolean missed() {
        boolean answer = missed;
        missed = false;
        return answer;
    }
}
