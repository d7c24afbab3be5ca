package dev.fairlead.gateway.choice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.IpAddresses;
import dev.fairlead.contracts.traffic.Share;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StickyChoiceTests {

    private static final ApplicationName WEB = ApplicationName.of("web");
    private static final int NETWORKS = 40_000;

    @ParameterizedTest
    @ValueSource(longs = {1, 20_261_122})
    void winsFollowTheSharesOverManyNetworks(long seed) {
        List<Share> shares = shares(5_000, 3_000, 2_000);
        List<InetAddress> clients = clients(seed);
        for (Share share : shares) {
            assertThat(part(clients, shares, share.dataCenter()))
                    .as("seed %d, %s", seed, share)
                    .isCloseTo(share.basisPoints() / 10_000.0, within(0.01));
        }
    }

    @Test
    void oneInAThousandIsKeptToo() {
        assertThat(part(clients(7), shares(9_990, 10), DataCenterName.of("dc1")))
                .isCloseTo(0.001, within(0.0006));
    }

    @Test
    void allClientsOfANetworkStayTogetherAndNoOrderMatters() {
        List<Share> shares = shares(5_000, 3_000, 2_000);
        List<Share> turned = new ArrayList<>(shares);
        Collections.reverse(turned);
        for (InetAddress client : clients(3).subList(0, 500)) {
            byte[] other = client.getAddress();
            other[other.length - 1] ^= (byte) 0x55;
            assertThat(StickyChoice.order(WEB, address(other), turned))
                    .isEqualTo(StickyChoice.order(WEB, client, shares));
        }
    }

    @Test
    void applicationsSplitIndependently() {
        List<Share> shares = shares(5_000, 5_000);
        long same = clients(5).stream()
                .filter(client -> StickyChoice.order(WEB, client, shares)
                        .equals(StickyChoice.order(ApplicationName.of("api"), client, shares)))
                .count();
        assertThat(same / (double) NETWORKS).isCloseTo(0.5, within(0.01));
    }

    @Test
    void movingTenPercentBetweenTwoDataCentersMovesTenPercentOfTheNetworksAndAllInOneDirection() {
        List<InetAddress> clients = clients(11);
        List<Share> before = shares(8_000, 2_000);
        List<Share> after = shares(7_000, 3_000);
        assertThat(moved(clients, before, after)).isCloseTo(0.10, within(0.01));
        assertThat(clients).allSatisfy(client -> {
            if (winner(client, before).equals(DataCenterName.of("dc1"))) {
                assertThat(winner(client, after)).isEqualTo(DataCenterName.of("dc1"));
            }
        });
    }

    @Test
    void aDrainInFavourOfAllOthersMovesOnlyTheDrainedClients() {
        List<Share> before = shares(5_000, 3_000, 2_000);
        List<Share> after = shares(0, 6_000, 4_000);
        assertThat(clients(13)).allSatisfy(client -> {
            if (!winner(client, before).equals(DataCenterName.of("dc0"))) {
                assertThat(winner(client, after)).isEqualTo(winner(client, before));
            }
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {17, 18, 19})
    void withAThirdDataCenterInTheMiddleNoMoreMovesThanTheProvenBound(long seed) {
        assertThat(moved(clients(seed), shares(8_000, 0, 2_000), shares(7_000, 1_000, 2_000)))
                .as("seed %d", seed)
                .isBetween(0.095, 0.125); // 0.118 by the formula for exponential races; cumulative intervals: 0.2
        Random random = new Random(seed);
        for (int i = 0; i < 20; i++) {
            List<Share> before = randomShares(random);
            List<Share> after = randomShares(random);
            double x = IntStream.range(0, 4)
                            .mapToDouble(dc -> Math.abs(
                                    before.get(dc).basisPoints() - after.get(dc).basisPoints()))
                            .sum()
                    / 20_000;
            assertThat(moved(clients(seed).subList(0, 5_000), before, after))
                    .as("seed %d: %s to %s", seed, before, after)
                    .isLessThanOrEqualTo(2 * x / (1 + x) + 0.03);
        }
    }

    @Test
    void nobodyIsChosenWithoutAShare() {
        InetAddress client = IpAddresses.parse("2001:db8::1");
        assertThat(StickyChoice.order(WEB, client, List.of())).isEmpty();
        assertThat(StickyChoice.order(WEB, client, shares(0))).isEmpty();
        assertThat(StickyChoice.order(WEB, client, shares(0, 10_000))).containsExactly(DataCenterName.of("dc1"));
        assertThat(StickyChoice.splits(shares(0, 10_000))).isFalse();
        assertThat(StickyChoice.splits(shares(1, 9_999))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 20_261_123})
    void whatIsReadyForManyClientsChoosesTheFirst(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            List<Share> shares = new ArrayList<>(i == 0 ? shares(0, 10_000) : randomShares(random));
            Collections.shuffle(shares, random);
            StickyChoice.Ready ready = new StickyChoice.Ready(WEB, shares);
            for (InetAddress client : clients(seed + i).subList(0, 100)) {
                int first = ready.first(StickyChoice.networkOf(client).address().getAddress());
                assertThat(ready.dataCenters().get(first))
                        .as("seed %d, %s, %s", seed, client, shares)
                        .isEqualTo(winner(client, shares));
            }
        }
    }

    private static double part(List<InetAddress> clients, List<Share> shares, DataCenterName dataCenter) {
        return clients.stream()
                        .filter(client -> winner(client, shares).equals(dataCenter))
                        .count()
                / (double) clients.size();
    }

    private static double moved(List<InetAddress> clients, List<Share> before, List<Share> after) {
        return clients.stream()
                        .filter(client -> !winner(client, before).equals(winner(client, after)))
                        .count()
                / (double) clients.size();
    }

    private static DataCenterName winner(InetAddress client, List<Share> shares) {
        return StickyChoice.order(WEB, client, shares).getFirst();
    }

    private static List<Share> shares(int... basisPoints) {
        return IntStream.range(0, basisPoints.length)
                .mapToObj(i -> new Share(DataCenterName.of("dc" + i), basisPoints[i]))
                .toList();
    }

    private static List<Share> randomShares(Random random) {
        int[] cuts = random.ints(3, 0, 10_001).sorted().toArray();
        return shares(cuts[0], cuts[1] - cuts[0], cuts[2] - cuts[1], 10_000 - cuts[2]);
    }

    private static List<InetAddress> clients(long seed) {
        Random random = new Random(seed);
        return IntStream.range(0, NETWORKS)
                .mapToObj(i -> {
                    byte[] bytes = new byte[i % 2 == 0 ? 4 : 16];
                    random.nextBytes(bytes);
                    return address(bytes);
                })
                .toList();
    }

    private static InetAddress address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
