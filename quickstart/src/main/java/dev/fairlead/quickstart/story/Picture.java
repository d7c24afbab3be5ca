package dev.fairlead.quickstart.story;

import dev.fairlead.contracts.DataCenterName;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Where each client was sent at one moment.
 *
 * @param seenBy {@code DNS} or {@code edge}
 * @param dataCenters of those who got an answer
 * @param unanswered why the others got none
 */
record Picture(String seenBy, Map<Client, DataCenterName> dataCenters, Map<Client, String> unanswered) {

    Picture {
        dataCenters = Map.copyOf(dataCenters);
        unanswered = Map.copyOf(unanswered);
    }

    /** How many of these clients each data center got, in order of name. */
    Map<DataCenterName, Long> counts(Collection<Client> clients) {
        return clients.stream()
                .filter(dataCenters::containsKey)
                .map(dataCenters::get)
                .map(DataCenterName.class::cast)
                .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
    }
}
