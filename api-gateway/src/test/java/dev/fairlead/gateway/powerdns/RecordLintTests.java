package dev.fairlead.gateway.powerdns;

import static dev.fairlead.gateway.Plans.plan;
import static dev.fairlead.gateway.Plans.share;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.gateway.Plans;
import dev.fairlead.gateway.powerdns.LuaContent.Family;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordLintTests {

    private static RrSet records(RoutingPlan plan) {
        return new RrSet(
                plan.ttlSeconds(),
                List.of(
                        LuaContent.of(plan, Family.A).orElseThrow(),
                        LuaContent.of(plan, Family.AAAA).orElseThrow()));
    }

    private static Plans shop() {
        return plan("shop", 1)
                .serving("east", "192.0.2.1:80", "[2001:db8::1]:80")
                .serving("west", "192.0.2.2:80", "[2001:db8::2]:80");
    }

    /** One network after the other, each with an answer of its own. */
    private static RoutingPlan networks(int many) {
        Plans plan = shop();
        IntStream.range(0, many)
                .forEach(
                        i -> plan.network("n" + i, "10.%d.%d.0/24".formatted(i / 250, i % 250), share("east", 10_000)));
        return plan.everyone(share("west", 10_000)).build();
    }

    @Test
    void letsThroughAllThatAPlanIsRenderedAs() {
        RoutingPlan everything = shop().audience("americans", List.of("CA", "US"), List.of(), share("east", 10_000))
                .audience("europeans", List.of(), List.of("EU"), share("east", 3_000), share("west", 7_000))
                .audience("nobody", List.of("AQ"), List.of())
                .network("office", "2001:db8::/32", share("west", 10_000))
                .network("campus", "198.51.100.0/24", share("east", 10_000))
                .everyone(share("west", 10_000))
                .build();

        assertThatCode(() -> RecordLint.check(records(everything))).doesNotThrowAnyException();
        assertThatCode(() -> RecordLint.check(records(networks(900)))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "return '192.0.2.1'",
                ";return '192.0.2.1' end",
                ";return '192.0.2.1",
                ";return 192.0.2.1",
                ";return 'www.example'",
                ";return '2001:db8::1'",
                ";return ''",
                ";return {'192.0.2.1'}",
                ";return pickrandom({'192.0.2.1'})",
                ";return pickwhashed({{0,'192.0.2.1'}})",
                ";return pickwhashed({{1,'192.0.2.1'},})",
                ";return pickwhashed({{1,'192.0.2.1'}}",
                ";if country({'US'}) then return '192.0.2.1' end",
                ";if country({'US'}) then return '192.0.2.1' else return '192.0.2.2'",
                ";if country({'us'}) then return '192.0.2.1' else return '192.0.2.2' end",
                ";if netmask({'192.0.2.0'}) then return '192.0.2.1' else return '192.0.2.2' end",
                ";if os.execute({'US'}) then return '192.0.2.1' else return '192.0.2.2' end",
                ""
            })
    void refusesWhatIsNoChoiceBetweenAddresses(String code) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RecordLint.check(new RrSet(5, List.of("A \"" + code + "\""))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A ;return '192.0.2.1'",
                "A \";return '192.0.2.1'",
                "A \";return \" '192.0.2.1'",
                "A \";return '192.0.2.1'\" more",
                "A \";return '192.0.2.1'\"\"\"",
                "A \";return \\\"'192.0.2.1'\"",
                "MX \";return '192.0.2.1'\"",
                ""
            })
    void refusesWhatIsNotQuotedAsARecordIs(String content) {
        assertThatIllegalArgumentException().isThrownBy(() -> RecordLint.check(new RrSet(5, List.of(content))));
    }

    @Test
    void refusesARecordThatDoesNotFitAMessage() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RecordLint.check(records(networks(2_000))))
                .withMessageContaining("may have 64000");
    }

    @Test
    void refusesAStringThatIsLongerThanItsLengthCanSay() {
        String longer = "A \";return '192.0.2.1'" + " ".repeat(256) + "\"";

        assertThatIllegalArgumentException().isThrownBy(() -> RecordLint.check(new RrSet(5, List.of(longer))));
    }

    @Test
    void refusesATtlThatIsNone() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RecordLint.check(new RrSet(0, List.of("A \";return '192.0.2.1'\""))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"_fairlead.a..b.", "_fairlead.-a.b.", "_fairlead.a b.c.", "_fairlead.Å.b.", "_fairlead.*.b."})
    void refusesNamesThatNoServerTakes(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> RecordLint.checkName(name));
    }

    @Test
    void measuresNamesByTheLongestThatIsMadeOfThem() {
        String longest = "_fairlead." + "a.".repeat(122);
        assertThatCode(() -> RecordLint.checkName(longest)).doesNotThrowAnyException();
        assertThatIllegalArgumentException().isThrownBy(() -> RecordLint.checkName(longest + "a."));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RecordLint.checkName("_fairlead." + "a".repeat(64) + ".b."));
    }

    @Test
    void leavesOnlyTheHostOutWhoseRecordsItRefuses() {
        RoutingPlan sly = plan("sly", 1)
                .audience("sly", List.of("US'}) os.execute('x"), List.of(), share("east", 10_000))
                .everyone(share("east", 10_000))
                .serving("east", "192.0.2.1:80")
                .build();
        RoutingPlan good = shop().everyone(share("east", 10_000)).build();

        Holdings desired = Holdings.desired(List.of(Part.of(sly), Part.of(good)));

        assertThat(desired.leftOut()).containsOnlyKeys("sly.demo.test.");
        assertThat(desired.marks("shop.demo.test.")).isTrue();
        assertThat(desired.marks("sly.demo.test.")).isFalse();
    }
}
