package dev.fairlead.gateway.rfc2136;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

/** The zones that Fairlead may write to. */
record Zones(List<Name> names) {

    Zones {
        names = List.copyOf(names);
    }

    static Zones of(List<String> names) {
        return new Zones(names.stream().map(Zones::name).toList());
    }

    /** The zone that a host lies in: the longest where there are several. */
    Optional<Name> of(Name host) {
        return names.stream().filter(host::subdomain).max(Comparator.comparingInt(Name::labels));
    }

    boolean include(Name host) {
        return of(host).isPresent();
    }

    /** A name from the root. */
    static Name name(String text) {
        try {
            return Name.fromString(text, Name.root);
        } catch (TextParseException e) {
            throw new IllegalArgumentException("'%s' is not a DNS name".formatted(text), e);
        }
    }
}
