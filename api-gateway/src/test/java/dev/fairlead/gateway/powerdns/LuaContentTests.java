package dev.fairlead.gateway.powerdns;

import static dev.fairlead.gateway.Plans.plan;
import static dev.fairlead.gateway.Plans.share;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.gateway.powerdns.LuaContent.Family;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LuaContentTests {

    private static final List<String> NOBODY = List.of();

    @Test
    void asksForTheCountryBeforeTheContinentAndHasTheRestLast() {
        RoutingPlan plan = plan("shop", 1)
                .audience("europeans", NOBODY, List.of("EU"), share("east", 10_000))
                .audience("americans", List.of("US", "CA"), NOBODY, share("east", 8_000), share("west", 2_000))
                .everyone(share("west", 10_000))
                .serving("east", "192.0.2.1:80")
                .serving("west", "192.0.2.2:80")
                .build();

        assertThat(LuaContent.of(plan, Family.A))
                .hasValue(
                        "A \";if country({'CA','US'}) then return pickwhashed({{8000,'192.0.2.1'},{2000,'192.0.2.2'}})"
                                + " elseif continent({'EU'}) then return '192.0.2.1' else return '192.0.2.2' end\"");
    }

    @Test
    void rendersEqualDecisionsEqual() {
        RoutingPlan one = plan("shop", 1)
                .everyone(share("east", 5_000), share("west", 5_000))
                .serving("east", "192.0.2.1:80", "192.0.2.3:80")
                .serving("west", "192.0.2.2:80")
                .build();
        RoutingPlan other = plan("shop", 2)
                .everyone(share("west", 5_000), share("east", 5_000))
                .serving("west", "192.0.2.2:80")
                .serving("east", "192.0.2.3:80", "192.0.2.1:8080")
                .build();

        assertThat(LuaContent.of(one, Family.A)).isEqualTo(LuaContent.of(other, Family.A));
    }

    @Test
    void keepsTheSumOfTheWeightsWhateverIsSplit() {
        for (int east = 1; east < 10_000; east += 37) {
            RoutingPlan plan = plan("shop", 1)
                    .everyone(share("east", east), share("west", 10_000 - east))
                    .serving("east", "192.0.2.1:80", "192.0.2.2:80", "192.0.2.3:80")
                    .serving("west", "192.0.2.4:80", "[2001:db8::4]:80")
                    .build();

            assertThat(weights(plan).stream().mapToInt(Integer::intValue).sum()).isEqualTo(10_000);
        }
    }

    private static List<Integer> weights(RoutingPlan plan) {
        return Pattern.compile("\\{(\\d+),")
                .matcher(LuaContent.of(plan, Family.A).orElseThrow())
                .results()
                .map((MatchResult found) -> Integer.parseInt(found.group(1)))
                .toList();
    }

    @Test
    void givesOnlyTheAddressesOfTheFamily() {
        RoutingPlan plan = plan("shop", 1)
                .everyone(share("east", 5_000), share("west", 5_000))
                .serving("east", "192.0.2.1:80", "[2001:db8::1]:80")
                .serving("west", "192.0.2.2:80")
                .build();

        assertThat(LuaContent.of(plan, Family.AAAA)).hasValue("AAAA \";return '2001:db8:0:0:0:0:0:1'\"");
    }

    @Test
    void hasNoRecordWhereNobodyIsSentAnywhere() {
        RoutingPlan plan =
                plan("shop", 1).everyone().serving("east", "192.0.2.1:80").build();

        assertThat(LuaContent.of(plan, Family.A)).isEmpty();
    }

    @Test
    void endsTheStringsOfALongRecordWhereABlankDoesNoHarm() {
        RoutingPlan plan = plan("shop", 1)
                .everyone(share("east", 10_000))
                .serving(
                        "east",
                        IntStream.range(1, 200)
                                .mapToObj("192.0.2.%d:80"::formatted)
                                .toArray(String[]::new))
                .build();

        String content = LuaContent.of(plan, Family.A).orElseThrow();

        List<String> strings = Pattern.compile("\"([^\"]*)\"")
                .matcher(content)
                .results()
                .map(found -> found.group(1))
                .toList();
        assertThat(strings).hasSizeGreaterThan(10).allMatch(string -> string.length() <= 255);
        assertThat(strings.subList(0, strings.size() - 1)).allMatch(string -> string.matches("(?s).*[, ]"));
    }

    @Test
    void letsNoCodeInThroughAName() {
        RoutingPlan plan = plan("shop", 1)
                .audience("sly", List.of("US'}) os.execute('x"), NOBODY, share("east", 10_000))
                .everyone(share("east", 10_000))
                .serving("east", "192.0.2.1:80")
                .build();

        assertThatIllegalArgumentException().isThrownBy(() -> LuaContent.of(plan, Family.A));
    }
}
