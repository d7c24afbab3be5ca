package dev.fairlead.gateway.rfc2136;

import static dev.fairlead.gateway.Plans.plan;
import static dev.fairlead.gateway.Plans.share;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.Share;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EqualPartsTests {

    private static final List<String> NOBODY = List.of();

    private static List<String> answered(RoutingPlan plan) {
        return EqualParts.of(plan).all().stream()
                .map(InetAddress::getHostAddress)
                .sorted()
                .toList();
    }

    @Test
    void answersEveryAddressOfEachDataCenterThatHasAShareAndNoOther() {
        RoutingPlan plan = plan("shop", 1)
                .everyone(share("east", 9_900), share("west", 100), share("north", 0))
                .serving("east", "192.0.2.1:80", "192.0.2.1:81", "192.0.2.2:80")
                .serving("west", "192.0.2.3:80", "[2001:db8::3]:80")
                .serving("north", "192.0.2.4:80")
                .build();

        assertThat(answered(plan)).containsExactly("192.0.2.1", "192.0.2.2", "192.0.2.3", "2001:db8:0:0:0:0:0:3");
    }

    @Test
    void answersNobodyWhereNobodyIsSentAnywhere() {
        assertThat(answered(plan("shop", 1)
                        .everyone()
                        .serving("east", "192.0.2.1:80")
                        .build()))
                .isEmpty();
    }

    @Test
    void tellsWhatItMakesOfShares() {
        assertThat(shortfalls(List.of(
                        split("exact", share("east", 10_000)),
                        split("even", share("east", 5_000), share("west", 5_000)),
                        split("weighted", share("north", 6_667), share("west", 3_333)))))
                .as("two addresses in the north make two thirds")
                .isEmpty();
        assertThat(shortfalls(List.of(
                        split("exact", share("east", 10_000)),
                        split("uneven", share("east", 8_000), share("west", 2_000)))))
                .containsExactly("equal parts instead of shares (uneven)");
    }

    private static List<String> shortfalls(List<RoutingPlan> plans) {
        return Shortfall.inWords(plans.stream().map(Shortfall::of).toList());
    }

    private static RoutingPlan split(String name, Share... shares) {
        return plan(name, 1)
                .everyone(shares)
                .serving("east", "192.0.2.1:80")
                .serving("west", "192.0.2.2:80")
                .serving("north", "192.0.2.3:80", "192.0.2.4:80")
                .build();
    }

    @Test
    void answersEverybodyAsEveryoneElseAndTellsThat() {
        RoutingPlan plan = plan("shop", 1)
                .audience("europeans", NOBODY, List.of("EU"), share("east", 10_000))
                .network("office", "198.51.100.0/24", share("east", 10_000))
                .everyone(share("west", 10_000))
                .serving("east", "192.0.2.1:80")
                .serving("west", "192.0.2.2:80")
                .build();
        RoutingPlan alike = plan("blog", 1)
                .audience("europeans", NOBODY, List.of("EU"), share("west", 10_000))
                .everyone(share("west", 10_000))
                .serving("west", "192.0.2.2:80")
                .build();

        assertThat(answered(plan)).containsExactly("192.0.2.2");
        assertThat(shortfalls(List.of(plan, alike))).containsExactly("one answer to all audiences (shop)");
    }

    @Test
    void namesAFewOfManyAndBothKindsOfShortfall() {
        List<RoutingPlan> plans = IntStream.range(0, 7)
                .mapToObj(i -> plan("app-" + i, 1)
                        .audience("europeans", NOBODY, List.of("EU"), share("east", 10_000))
                        .everyone(share("east", 9_000), share("west", 1_000))
                        .serving("east", "192.0.2.1:80")
                        .serving("west", "192.0.2.2:80")
                        .build())
                .toList();

        assertThat(shortfalls(plans))
                .containsExactly(
                        "equal parts instead of shares (app-0, app-1, app-2, app-3, app-4 and 2 more)",
                        "one answer to all audiences (app-0, app-1, app-2, app-3, app-4 and 2 more)");
    }
}
