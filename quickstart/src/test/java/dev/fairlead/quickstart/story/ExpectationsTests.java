package dev.fairlead.quickstart.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.Network;
import dev.fairlead.contracts.traffic.Location;
import dev.fairlead.quickstart.control.RunningDemo;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExpectationsTests {

    private static final DataCenterName EAST = DataCenterName.of("us-east");
    private static final DataCenterName WEST = DataCenterName.of("us-west");
    private static final DataCenterName EUROPE = DataCenterName.of("eu-west");
    private static final Map<DataCenterName, Integer> SEVENTY_THIRTY = Map.of(EAST, 7_000, WEST, 3_000);
    private static final Location NEW_YORK = new Location(40.7, -74.0);
    private static final List<RunningDemo.Site> SITES = List.of(
            new RunningDemo.Site(EAST, EndpointAddress.of("127.0.0.11:80"), new Location(39.04, -77.49)),
            new RunningDemo.Site(WEST, EndpointAddress.of("127.0.0.12:80"), new Location(45.6, -121.18)),
            new RunningDemo.Site(EUROPE, EndpointAddress.of("127.0.0.13:80"), new Location(53.35, -6.26)));

    private static List<Client> clients(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Client(Network.of("100.64.%d.0/24".formatted(i % 256)), "US" + i / 256, NEW_YORK))
                .toList();
    }

    private static Picture picture(List<Client> clients, int east) {
        Map<Client, DataCenterName> all = new HashMap<>();
        IntStream.range(0, clients.size()).forEach(i -> all.put(clients.get(i), i < east ? EAST : WEST));
        return new Picture("DNS", all, Map.of());
    }

    @Test
    void aSplitWithinThreeStandardDeviationsHolds() {
        List<Client> clients = clients(500);
        assertThat(Expectations.split(picture(clients, 370), clients, SEVENTY_THIRTY))
                .satisfies(split -> assertThat(split.held()).isTrue())
                .satisfies(split -> assertThat(split.text())
                        .contains("us-east 74.0 % (intended 70.0 ± 6.1)")
                        .contains("us-west 26.0 %"));
        assertThat(Expectations.split(picture(clients, 382), clients, SEVENTY_THIRTY)
                        .held())
                .isFalse();
    }

    @Test
    void aWholeShareAllowsNobodyElsewhere() {
        List<Client> clients = clients(500);
        Map<DataCenterName, Integer> rest = Expectations.without(SEVENTY_THIRTY, WEST);
        assertThat(rest).isEqualTo(Map.of(EAST, 10_000));
        assertThat(Expectations.split(picture(clients, 500), clients, rest).held())
                .isTrue();
        assertThat(Expectations.split(picture(clients, 499), clients, rest).held())
                .isFalse();
    }

    @Test
    void oneClientAtTheLostDataCenterOrWithoutAnAnswerBreaksTheHundredPercent() {
        List<Client> clients = clients(10);
        assertThat(Expectations.nobodyAt(picture(clients, 10), WEST).held()).isTrue();
        assertThat(Expectations.nobodyAt(picture(clients, 9), WEST).held()).isFalse();
        Picture withSilence =
                new Picture("DNS", picture(clients.subList(0, 9), 9).dataCenters(), Map.of(clients.get(9), "SERVFAIL"));
        assertThat(Expectations.nobodyAt(withSilence, WEST).held()).isFalse();
        assertThat(Expectations.everyoneAnswered(withSilence).held()).isFalse();
    }

    @Test
    void onlyUsersOfTheLostDataCenterMayMove() {
        List<Client> clients = clients(10);
        Picture before = picture(clients, 7);
        assertThat(Expectations.leastMovement(before, picture(clients, 10), WEST)
                        .held())
                .isTrue();
        assertThat(Expectations.leastMovement(before, picture(clients, 6), WEST).held())
                .isFalse();
    }

    @Test
    void theSamePlaceForEverybodyIsAsBefore() {
        List<Client> clients = clients(10);
        assertThat(Expectations.asBefore("before", picture(clients, 7), picture(clients, 7))
                        .held())
                .isTrue();
        assertThat(Expectations.asBefore("before", picture(clients, 7), picture(clients, 8))
                        .held())
                .isFalse();
        assertThat(Expectations.asBefore("before", picture(clients, 7), picture(clients.subList(0, 9), 7))
                        .held())
                .isFalse();
    }

    @Test
    void theClosestDataCenterIsTheOneAtTheLeastDistance() {
        List<Client> clients = clients(3);
        assertThat(Expectations.closest(picture(clients, 3), clients, SITES).held())
                .isTrue();
        assertThat(Expectations.closest(picture(clients, 2), clients, SITES))
                .satisfies(closest -> assertThat(closest.held()).isFalse())
                .satisfies(closest -> assertThat(closest.text()).contains("3 networks, 1 elsewhere"));
    }
}
