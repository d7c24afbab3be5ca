package dev.fairlead.gateway.envoy;

import dev.fairlead.gateway.envoy.IncrementalOffer.OfType;
import dev.fairlead.gateway.envoy.IncrementalOffer.Versioned;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one node has been told of one type and how it took it; decides what it is told next (the incremental xDS protocol). A node
 * that refuses an update may have taken a part of it, so all that was in it is told again when there is something else to tell.
 */
final class Told {

    private static final String EVERYTHING = "*";

    /** It was told that there is no such resource. */
    private static final String ABSENT = "";

    /** It refused an update with this resource. */
    private static final String UNKNOWN = "?";

    private final Set<String> asked = new HashSet<>();
    /** The version of each resource that it has. */
    private final Map<String, String> held = new HashMap<>();

    private final boolean asksForEverythingBySilence;
    private boolean begun;
    private boolean everything;
    private boolean spokenTo;
    /** What it has not answered yet. */
    private @Nullable Sent sent;

    /** @param asksForEverythingBySilence whether one that begins without a name asks for all there are */
    Told(boolean asksForEverythingBySilence) {
        this.asksForEverythingBySilence = asksForEverythingBySilence;
    }

    /** @param version of all of the type */
    record Update(String version, SortedMap<String, Versioned> changed, List<String> removed) {}

    private record Sent(String nonce, Map<String, String> versions) {}

    /** Takes in what the node says; true when it refuses what it was sent. */
    boolean hear(DeltaDiscoveryRequest request) {
        boolean refuses = answer(request);
        List<String> subscribed = request.getResourceNamesSubscribeList();
        if (!begun) {
            begun = true;
            everything = asksForEverythingBySilence && subscribed.isEmpty();
        }
        for (String name : subscribed) {
            everything |= name.equals(EVERYTHING);
            asked.add(name);
            held.remove(name); // whoever asks again may have forgotten it
        }
        for (String name : request.getResourceNamesUnsubscribeList()) {
            everything &= !name.equals(EVERYTHING);
            asked.remove(name);
            held.remove(name);
        }
        asked.remove(EVERYTHING);
        held.putAll(request.getInitialResourceVersionsMap());
        if (!everything) {
            held.keySet().retainAll(asked);
        }
        return refuses;
    }

    private boolean answer(DeltaDiscoveryRequest request) {
        Sent answered = sent;
        if (answered == null || !answered.nonce().equals(request.getResponseNonce())) {
            return false;
        }
        sent = null;
        if (request.hasErrorDetail()) {
            answered.versions().keySet().forEach(name -> held.put(name, UNKNOWN));
            return true;
        }
        held.putAll(answered.versions());
        held.entrySet().removeIf(entry -> entry.getValue().equals(ABSENT) && !asked.contains(entry.getKey()));
        return false;
    }

    /** What to tell it next; nothing while an answer is outstanding. */
    Optional<Update> next(OfType offered) {
        if (sent != null) {
            return Optional.empty();
        }
        SortedMap<String, Versioned> changed = new TreeMap<>();
        List<String> removed = new ArrayList<>();
        for (String name : names(offered)) {
            Versioned resource = offered.resources().get(name);
            String version = resource == null ? ABSENT : resource.version();
            if (version.equals(held.get(name))) {
                continue;
            }
            if (resource == null) {
                removed.add(name);
            } else {
                changed.put(name, resource);
            }
        }
        return changed.isEmpty() && removed.isEmpty() && !waitsForAWord()
                ? Optional.empty()
                : Optional.of(new Update(offered.version(), changed, removed));
    }

    /** A node that starts waits for its first clusters before it asks for anything else, also where there are none. */
    private boolean waitsForAWord() {
        return everything && !spokenTo && held.isEmpty();
    }

    private Set<String> names(OfType offered) {
        Set<String> names = new HashSet<>(asked);
        if (everything) {
            names.addAll(held.keySet());
            names.addAll(offered.resources().keySet());
        }
        return names;
    }

    /** From now on its answer to this is waited for. */
    void sent(String nonce, Update update) {
        Map<String, String> versions = new HashMap<>();
        update.changed().forEach((name, resource) -> versions.put(name, resource.version()));
        update.removed().forEach(name -> versions.put(name, ABSENT));
        sent = new Sent(nonce, versions);
        spokenTo = true;
    }

    /** Whether it has all of this and nothing else. */
    boolean holds(OfType offered) {
        if (sent != null) {
            return false;
        }
        Map<String, String> present = new HashMap<>(held);
        present.values().removeIf(ABSENT::equals);
        Map<String, String> wanted = new HashMap<>();
        offered.resources().forEach((name, resource) -> wanted.put(name, resource.version()));
        return present.equals(wanted);
    }
}
