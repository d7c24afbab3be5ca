package dev.fairlead.gateway.gdnsd;

import static dev.fairlead.gateway.Plans.plan;
import static dev.fairlead.gateway.Plans.share;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.IpAddresses;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.Standing;
import dev.fairlead.gateway.Plans;
import dev.fairlead.gateway.gdnsd.Expected.Family;
import dev.fairlead.gateway.gdnsd.GdnsdSettings.Witness;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForcedStatesTests {

    private static final Witness WITNESS = new Witness("seen.demo.test", "metafo/fairlead/seen");
    private static final Map<String, String> RESOURCES = Map.of("shop", "geoip/www", "chat", "metafo/chat");

    @Test
    void forcesEachDataCenterUpThatHasAShareAndTheOthersDown() {
        RoutingPlan shop = plan("shop", 1)
                .audience("germany", List.of("DE"), List.of(), share("eu", 10_000))
                .everyone(share("us-east", 9_999), share("us-west", 1), share("ap", 0))
                .serving("ap", "192.0.2.4:80")
                .serving("eu", "192.0.2.3:80")
                .serving("us-east", "192.0.2.1:80")
                .serving("us-west", "192.0.2.2:80")
                .build();
        RoutingPlan others = plan("other", 1)
                .everyone(share("eu", 10_000))
                .serving("eu", "192.0.2.3:80")
                .build();
        ForcedStates states = desired(shop, others);
        assertThat(states.lines())
                .containsExactly(
                        "geoip/www/ap => DOWN/7",
                        "geoip/www/eu => UP/7",
                        "geoip/www/us-east => UP/7",
                        "geoip/www/us-west => UP/7",
                        "metafo/fairlead/seen => UP/%d".formatted(states.version()));
        assertThat(Choice.of(shop).shortfalls())
                .containsExactly(
                        "who of shop goes to which of eu, us-east, us-west is for its own configuration to say");
    }

    @Test
    void keepsADataCenterDownUntilItsRampIsOver() {
        RoutingPlan ramped =
                ramping(plan("shop", 1).everyone(share("us-east", 9_000), share("us-west", 1_000)), Set.of("us-west"));
        assertThat(Choice.of(ramped).up()).containsExactly(DataCenterName.of("us-east"));
        assertThat(Choice.of(ramped).shortfalls())
                .containsExactly("us-west gets nobody of shop until its ramp is over");
    }

    @Test
    void sendsToThoseBeingRampedWhereThereIsNoOther() {
        RoutingPlan ramped = ramping(
                plan("shop", 1).everyone(share("us-east", 9_000), share("us-west", 1_000)),
                Set.of("us-east", "us-west"));
        assertThat(Choice.of(ramped).up()).hasSize(2);
    }

    @Test
    void asksOnlyWhereSomethingChanged() {
        ForcedStates both = desired(web("shop", "us-east"), web("chat", "us-east"));
        ForcedStates moved = desired(web("shop", "us-east"), web("chat", "us-west"));
        assertThat(moved.toAsk(both)).extracting(Expected::host).containsExactly("chat.demo.test");
        assertThat(moved.toAsk(moved)).hasSize(2);
        assertThat(moved.toAsk(ForcedStates.held(moved.lines()))).hasSize(2);
    }

    @Test
    void hasAVersionOfItsOwnThatFitsATtl() {
        Set<Integer> versions = Stream.of("us-east", "us-west", "nowhere")
                .map(dataCenter -> desired(web("shop", dataCenter)).version())
                .collect(Collectors.toSet());
        assertThat(versions).hasSize(3).allMatch(version -> version >= 1_000 && version < 3_600_000);
        assertThat(desired(web("shop", "us-east"), web("chat", "us-west")))
                .isEqualTo(desired(web("chat", "us-west"), web("shop", "us-east")));
    }

    @ParameterizedTest
    @CsvSource({
        // family, answer, allowed: us-east is 192.0.2.1 and 2001:db8::1, us-west is 192.0.2.2, both up; eu is 192.0.2.3
        "A,    192.0.2.1,              true",
        "A,    192.0.2.2,              true",
        "A,    192.0.2.1 192.0.2.11,   true",
        "A,    192.0.2.3,              false",
        "A,    192.0.2.1 192.0.2.3,    false",
        "A,    192.0.2.11,             false",
        "A,    '',                     false",
        "AAAA, 2001:db8::1,            true",
        "AAAA, '',                     true",
    })
    void allowsTheAnswerOfOneThatIsUp(Family family, String answer, boolean allowed) {
        RoutingPlan shop = plan("shop", 1)
                .everyone(share("us-east", 5_000), share("us-west", 5_000))
                .serving("eu", "192.0.2.3:80")
                .serving("us-east", "192.0.2.1:80", "[2001:db8::1]:80")
                .serving("us-west", "192.0.2.2:80")
                .build();
        Expected expected = Expected.of(shop, Choice.of(shop).up());
        Set<InetAddress> addresses = Stream.of(answer.split(" "))
                .filter(ip -> !ip.isEmpty())
                .map(IpAddresses::parse)
                .collect(Collectors.toSet());
        assertThat(expected.allows(family, addresses)).isEqualTo(allowed);
    }

    @Test
    void refusesWhatCannotBeForcedAndAResourceOfTwo() {
        assertThatIllegalArgumentException().isThrownBy(() -> settings(Map.of("shop", "weighted/www")));
        assertThatIllegalArgumentException().isThrownBy(() -> settings(Map.of("shop", "geoip/a => UP")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(Map.of("shop", "geoip/www", "chat", "geoip/www")));
        assertThatIllegalArgumentException().isThrownBy(() -> new Witness("seen.demo.test", "metafo/fairlead"));
        assertThat(settings(RESOURCES).resources()).isEqualTo(RESOURCES);
    }

    private static ForcedStates desired(RoutingPlan... plans) {
        return ForcedStates.desired(List.of(plans), RESOURCES, "metafo/fairlead/seen");
    }

    private static GdnsdSettings settings(Map<String, String> resources) {
        return new GdnsdSettings(Path.of("admin_state"), new EndpointAddress("127.0.0.1", 53), WITNESS, resources);
    }

    private static RoutingPlan web(String application, String dataCenter) {
        return serving(plan(application, 1).everyone(share(dataCenter, 10_000)));
    }

    private static RoutingPlan serving(Plans plan) {
        return plan.serving("us-east", "192.0.2.1:80")
                .serving("us-west", "192.0.2.2:80")
                .build();
    }

    private static RoutingPlan ramping(Plans unfinished, Set<String> dataCenters) {
        RoutingPlan plan = serving(unfinished);
        List<Standing> standings = plan.standings().stream()
                .map(standing -> new Standing(
                        standing.dataCenter(),
                        standing.state(),
                        standing.mode(),
                        standing.endpoints(),
                        standing.since(),
                        standing.code(),
                        standing.reason(),
                        standing.neverUp(),
                        dataCenters.contains(standing.dataCenter().value())
                                ? new Standing.Ramp(10, standing.since())
                                : null))
                .toList();
        return new RoutingPlan(
                plan.application(),
                plan.host(),
                plan.ttlSeconds(),
                plan.epoch(),
                plan.decidedAt(),
                plan.proof(),
                plan.audiences(),
                standings,
                plan.writeRoute());
    }
}
