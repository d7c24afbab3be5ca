package dev.fairlead.quickstart.story;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.quickstart.demo.DemoResources;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The users of the stories.
 *
 * @param split those whose country is split by weights
 * @param others those who go to the closest data center
 */
record Crowd(List<Client> everyone, List<Client> split, List<Client> others) {

    static Crowd gather() {
        List<Client> everyone = Clients.all(DemoResources.SPLIT_COUNTRIES);
        Map<Boolean, List<Client>> parts = everyone.stream()
                .collect(Collectors.partitioningBy(client -> DemoResources.SPLIT_COUNTRIES.contains(client.country())));
        return new Crowd(everyone, parts.getOrDefault(true, List.of()), parts.getOrDefault(false, List.of()));
    }

    /** Basis points of the split that each data center should get. */
    static Map<DataCenterName, Integer> intended() {
        return DemoResources.NORTH_AMERICA.entrySet().stream()
                .collect(Collectors.toMap(entry -> DataCenterName.of(entry.getKey()), Map.Entry::getValue));
    }

    long countries() {
        return everyone.stream().map(Client::country).distinct().count();
    }
}
