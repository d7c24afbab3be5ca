package dev.fairlead.gateway.powerdns;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class BatchesTests {

    private final List<SortedMap<RrSet.Key, RrSet>> requests = new ArrayList<>();
    private final SortedSet<String> obeyed = new TreeSet<>();

    private SortedMap<String, String> push(int hosts, Set<String> bad) {
        SortedMap<RrSet.Key, RrSet> changes = new TreeMap<>();
        for (int i = 0; i < hosts; i++) {
            changes.put(new RrSet.Key("_fairlead." + host(i), "TXT"), new RrSet(300, List.of("\"mark\"")));
            changes.put(new RrSet.Key(host(i), "LUA"), new RrSet(5, List.of("code")));
        }
        return Batches.push(changes, request -> {
            requests.add(request);
            Set<String> asked = request.keySet().stream().map(Holdings::host).collect(Collectors.toSet());
            if (asked.stream().anyMatch(bad::contains)) {
                return Optional.of("no");
            }
            obeyed.addAll(asked);
            return Optional.empty();
        });
    }

    private static String host(int number) {
        return "app-%04d.test.".formatted(number);
    }

    @Test
    void sendsAllInAsFewRequestsAsCanBeAndWhatBelongsTogetherInOne() {
        assertThat(push(700, Set.of())).isEmpty();

        assertThat(requests).extracting(SortedMap::size).containsExactly(1_000, 400);
        assertThat(obeyed).hasSize(700);
    }

    @Test
    void sendsNothingWhenThereIsNothingToSend() {
        assertThat(push(0, Set.of())).isEmpty();

        assertThat(requests).isEmpty();
    }

    @Test
    void findsTheOneThatIsRefusedAmongMany() {
        assertThat(push(400, Set.of(host(123)))).containsOnlyKeys(host(123)).containsValue("no");

        assertThat(obeyed).hasSize(399);
        assertThat(requests).hasSizeLessThan(20);
    }

    @Test
    void doesNotLetHalfOfThemHoldUpTheOthers() {
        assertThat(push(4, Set.of(host(0), host(2)))).containsOnlyKeys(host(0), host(2));

        assertThat(obeyed).containsExactly(host(1), host(3));
    }
}
