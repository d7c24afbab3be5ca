package dev.fairlead.gateway.powerdns;

import java.util.Comparator;
import java.util.List;

/**
 * The records of one name and type.
 *
 * @param contents in PowerDNS's own writing, sorted; disabled records do not count
 */
record RrSet(int ttl, List<String> contents) {

    /** Nothing of that name and type. */
    static final RrSet NONE = new RrSet(0, List.of());

    RrSet {
        contents = contents.stream().sorted().toList();
    }

    /** @param name absolute, in lower case, with the dot at the end */
    record Key(String name, String type) implements Comparable<Key> {

        private static final Comparator<Key> ORDER =
                Comparator.comparing(Key::name).thenComparing(Key::type);

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }
}
