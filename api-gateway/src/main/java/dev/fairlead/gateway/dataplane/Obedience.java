package dev.fairlead.gateway.dataplane;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How a data plane obeys, for operators to read. */
final class Obedience {

    private static final int MOST_TOLD = 3;

    private Obedience() {}

    /**
     * A sentence.
     *
     * @param shortfalls what of the plans the data plane cannot express
     * @param refusals what of them it did not take
     * @param remarks what there is to know besides
     */
    static String inWords(List<String> shortfalls, List<Refusal> refusals, List<String> remarks) {
        Stream<String> obeyed = Stream.concat(Stream.of(asFarAsItCan(shortfalls)), refused(refusals));
        return Stream.concat(obeyed, remarks.stream()).collect(Collectors.joining("; "));
    }

    private static Stream<String> refused(List<Refusal> refusals) {
        if (refusals.isEmpty()) {
            return Stream.of();
        }
        List<String> each = refusals.stream()
                .map(refusal -> refusal.name() + ": " + refusal.reason())
                .toList();
        return Stream.of("but not for %d: %s".formatted(refusals.size(), told(each)));
    }

    private static String asFarAsItCan(List<String> shortfalls) {
        if (shortfalls.isEmpty()) {
            return "it answers as decided";
        }
        return "it answers as decided as far as it can: " + told(shortfalls);
    }

    private static String told(List<String> all) {
        String told = all.stream().limit(MOST_TOLD).collect(Collectors.joining("; "));
        int more = all.size() - MOST_TOLD;
        return told + (more > 0 ? "; and %d more".formatted(more) : "");
    }
}
