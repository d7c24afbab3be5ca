package dev.fairlead.gateway.rfc2136;

import java.util.Collection;
import java.util.stream.Collectors;

/** Names as they are told to operators: the first few, and how many more there are. */
final class Some {

    private static final int FEW = 5;

    private Some() {}

    static String of(Collection<?> names) {
        String few = names.stream().limit(FEW).map(Object::toString).collect(Collectors.joining(", "));
        return names.size() <= FEW ? few : "%s and %d more".formatted(few, names.size() - FEW);
    }
}
