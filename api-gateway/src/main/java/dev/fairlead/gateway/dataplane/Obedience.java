package dev.fairlead.gateway.dataplane;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How a data plane obeys, for operators to read. */
final class Obedience {

    private static final int SHORTFALLS_TOLD = 3;

    private Obedience() {}

    /**
     * A sentence.
     *
     * @param shortfalls what of the plans the data plane cannot express
     * @param remarks what there is to know besides
     */
    static String inWords(List<String> shortfalls, List<String> remarks) {
        return Stream.concat(Stream.of(asFarAsItCan(shortfalls)), remarks.stream())
                .collect(Collectors.joining("; "));
    }

    private static String asFarAsItCan(List<String> shortfalls) {
        if (shortfalls.isEmpty()) {
            return "it answers as decided";
        }
        String told = shortfalls.stream().limit(SHORTFALLS_TOLD).collect(Collectors.joining("; "));
        int more = shortfalls.size() - SHORTFALLS_TOLD;
        return "it answers as decided as far as it can: " + told + (more > 0 ? "; and %d more".formatted(more) : "");
    }
}
