package dev.fairlead.gateway.discover.answer;

import static dev.fairlead.gateway.Plans.plan;
import static dev.fairlead.gateway.Plans.share;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.InvalidFieldException;
import dev.fairlead.contracts.IpAddresses;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.ServingMode;
import dev.fairlead.contracts.traffic.Standing.State;
import dev.fairlead.gateway.builtin.dns.answer.Answers;
import dev.fairlead.gateway.builtin.dns.answer.DnsTable;
import dev.fairlead.gateway.builtin.dns.answer.Zones;
import dev.fairlead.gateway.choice.Place;
import dev.fairlead.gateway.choice.PlaceLookup;
import dev.fairlead.gateway.discover.answer.Discovered.Site;
import dev.fairlead.gateway.discover.answer.Discovery.Found;
import dev.fairlead.gateway.discover.answer.Discovery.Nowhere;
import dev.fairlead.gateway.discover.answer.Discovery.Refusal;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

class DiscoveryTests {

    private static final PlaceLookup PLACES = client ->
            client.getHostAddress().startsWith("203.0.113.") ? new Place("DE", "EU", 24) : new Place("US", "NA", 9);

    /** A network inside Germany, Germany, Europe, everyone else: each goes elsewhere. */
    private static final RoutingPlan SHOP = plan("shop", 12)
            .network("partners", "203.0.113.128/25", share("us-west", 10_000))
            .audience("europe", List.of(), List.of("EU"), share("us-west", 10_000))
            .audience("germany", List.of("DE"), List.of(), share("eu-west", 10_000))
            .everyone(share("us-east", 6_000), share("us-west", 4_000))
            .serving("eu-west", "192.0.2.9:443", "192.0.2.10:443")
            .serving("us-east", "192.0.2.1:443")
            .serving("us-west", "192.0.2.2:443")
            .standing("us-north", State.HELD, ServingMode.READ_WRITE, "192.0.2.3:443")
            .build();

    @Test
    void saysTheSameAsTheBuiltInDnsToEveryClient() {
        DnsTable table = DnsTable.of(List.of(SHOP), new Zones(Set.of(), List.of()));
        Message query = Message.newQuery(Record.newRecord(DnsTable.name("shop.demo.test"), Type.A, DClass.IN));
        Set<DataCenterName> seen = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            String client = i % 4 == 0 ? "203.0.113." + i / 4 : "10.%d.%d.7".formatted(i / 250, i % 250);
            List<String> byDns =
                    Answers.answer(query, IpAddresses.parse(client), table, PLACES).getSection(Section.ANSWER).stream()
                            .map(Record::rdataToString)
                            .toList();
            Discovered answer = found(SHOP, Intent.READ, client);
            DataCenterName first = answer.dataCenters().getFirst().dataCenter();
            seen.add(first);
            assertThat(answer.endpoints())
                    .filteredOn(target -> target.dataCenter().equals(first))
                    .as(client)
                    .extracting(target -> target.address().ip())
                    .isEqualTo(byDns);
        }
        assertThat(seen).extracting(DataCenterName::value).contains("us-east", "us-west", "eu-west");
    }

    @ParameterizedTest
    @CsvSource({
        "203.0.113.129, partners, us-west, 10000",
        "203.0.113.1,   germany,  eu-west, 10000",
    })
    void looksAtNetworksBeforeCountriesBeforeContinents(String client, String audience, String first, int basisPoints) {
        Discovered answer = found(SHOP, Intent.READ, client);
        assertThat(answer.dataCenters())
                .containsExactly(new Site(DataCenterName.of(first), basisPoints, ServingMode.READ_WRITE));
        assertThat(answer.reason()).contains(client, "audience " + audience);
    }

    @Test
    void namesTheOthersWithAShareAfterTheChosenOneAndNobodyElse() {
        Discovered answer = found(SHOP, Intent.READ, "198.51.100.7");
        assertThat(answer.dataCenters())
                .extracting(site -> site.dataCenter().value(), Site::basisPoints)
                .containsExactlyInAnyOrder(tuple("us-east", 6_000), tuple("us-west", 4_000));
        assertThat(answer.endpoints())
                .extracting(target -> target.dataCenter())
                .containsExactlyElementsOf(
                        answer.dataCenters().stream().map(Site::dataCenter).toList());
        assertThat(answer.epoch()).isEqualTo(12);
    }

    @ParameterizedTest
    @CsvSource({
        // its own with the largest part of any audience first, else most of everyone else
        "eu-west,  eu-west, 10000, germany",
        "us-east,  us-east, 6000,  everyone",
        "us-west,  us-west, 10000, partners",
        "us-north, us-east, 6000,  everyone",
        "elsewhere, us-east, 6000, everyone",
    })
    void aServiceStaysInItsDataCenterWhereThatHasAShare(String from, String first, int basisPoints, String audience) {
        Discovered answer = found(SHOP, Intent.READ, from);
        assertThat(answer.dataCenters().getFirst())
                .isEqualTo(new Site(DataCenterName.of(first), basisPoints, ServingMode.READ_WRITE));
        assertThat(answer.reason()).contains(from, audience);
    }

    @Test
    void passesOverADataCenterWithoutEndpoints() {
        RoutingPlan plan = plan("shop", 1)
                .everyone(share("us-east", 9_999), share("us-west", 1))
                .serving("us-east")
                .standing("us-west", State.SERVING, ServingMode.READ_ONLY, "192.0.2.2:443")
                .build();
        Discovered answer = found(plan, Intent.READ, "us-east");
        assertThat(answer.dataCenters())
                .containsExactly(new Site(DataCenterName.of("us-west"), 1, ServingMode.READ_ONLY));
        assertThat(answer.mode()).isEqualTo(ServingMode.READ_ONLY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"198.51.100.7", "us-west", "us-east"})
    void writesGoToTheWriteRouteAlone(String from) {
        RoutingPlan plan = plan("shop", 1)
                .everyone(share("us-west", 10_000))
                .serving("us-east", "192.0.2.1:443")
                .standing("us-west", State.SERVING, ServingMode.READ_ONLY, "192.0.2.2:443")
                .writesTo("us-east")
                .build();
        Discovered answer = found(plan, Intent.WRITE, from);
        assertThat(answer.dataCenters())
                .containsExactly(new Site(DataCenterName.of("us-east"), 10_000, ServingMode.READ_WRITE));
        assertThat(answer.endpoints()).hasSize(1);
        assertThat(found(plan, Intent.READ, "198.51.100.7").writeRoute()).isEqualTo(DataCenterName.of("us-east"));
    }

    @ParameterizedTest
    @CsvSource({
        "DOWN,    READ_WRITE",
        "SERVING, READ_ONLY",
    })
    void thereIsNowhereToWriteWhileThePrimaryCannotBeWrittenTo(State state, ServingMode mode) {
        RoutingPlan plan = plan("shop", 1)
                .everyone(share("us-west", 10_000))
                .standing("us-east", state, mode, "192.0.2.1:443")
                .serving("us-west", "192.0.2.2:443")
                .writesTo("us-east")
                .build();
        assertThat(refusal(plan, Intent.WRITE)).isEqualTo(Refusal.READ_ONLY);
        assertThat(found(plan, Intent.READ, "198.51.100.7").dataCenters()).hasSize(1);
    }

    @Test
    void withoutAWriteRouteOnlyAnApplicationWithoutADatabaseCanBeWrittenTo() {
        RoutingPlan noDatabase = plan("media", 1)
                .everyone(share("us-west", 10_000))
                .serving("us-west", "192.0.2.2:443")
                .build();
        RoutingPlan noPrimary = plan("shop", 1)
                .everyone(share("us-west", 10_000))
                .standing("us-west", State.SERVING, ServingMode.READ_ONLY, "192.0.2.2:443")
                .build();
        assertThat(found(noDatabase, Intent.WRITE, "198.51.100.7").dataCenters())
                .extracting(site -> site.dataCenter().value())
                .containsExactly("us-west");
        assertThat(refusal(noPrimary, Intent.WRITE)).isEqualTo(Refusal.READ_ONLY);
    }

    @Test
    void thereIsNowhereToGoWhereThePlanSendsNobodyAnywhere() {
        RoutingPlan closed = plan("shop", 1)
                .everyone()
                .standing("us-east", State.DOWN, ServingMode.READ_WRITE, "192.0.2.1:443")
                .build();
        assertThat(refusal(closed, Intent.READ)).isEqualTo(Refusal.NO_DATA_CENTER);
        assertThat(refusal(closed, Intent.WRITE)).isEqualTo(Refusal.NO_DATA_CENTER);
        assertThat(refusal(plan("shop", 1).build(), Intent.READ)).isEqualTo(Refusal.NO_DATA_CENTER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "US-EAST", "us_east", "1.2.3.4.5", "2001:db8::zz", "shop.example.com", "-x"})
    void refusesWhatIsNeitherAnAddressNorAName(String from) {
        assertThatExceptionOfType(InvalidFieldException.class)
                .isThrownBy(() -> Origin.of(from))
                .matches(e -> e.field().equals("from"));
    }

    @Test
    void aNameOfDigitsIsADataCenterAndAnIntentIsOneOfTwoWords() {
        assertThat(Origin.of("12")).isEqualTo(new Origin.Site(DataCenterName.of("12")));
        assertThat(Origin.of("2001:db8::1")).isEqualTo(new Origin.Client(IpAddresses.parse("2001:db8::1")));
        assertThatExceptionOfType(InvalidFieldException.class).isThrownBy(() -> Intent.of("READ"));
    }

    private static Discovered found(RoutingPlan plan, Intent intent, String from) {
        assertThat(Discovery.decide(plan, intent, Origin.of(from), PLACES)).isInstanceOf(Found.class);
        return ((Found) Discovery.decide(plan, intent, Origin.of(from), PLACES)).answer();
    }

    private static Refusal refusal(RoutingPlan plan, Intent intent) {
        Discovery.Outcome outcome = Discovery.decide(plan, intent, Origin.of("198.51.100.7"), PLACES);
        assertThat(outcome).isInstanceOf(Nowhere.class);
        return ((Nowhere) outcome).refusal();
    }
}
