package dev.fairlead.gateway.rfc2136;

import static dev.fairlead.gateway.Plans.plan;
import static dev.fairlead.gateway.Plans.share;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.gateway.dataplane.Pusher;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Update;

class ChangeTests {

    private static final Name ZONE = Name.fromConstantString("demo.test.");
    private static final Zones ZONES = Zones.of(List.of("demo.test", "Sub.Demo.test"));
    private static final Name WEB = Name.fromConstantString("web.demo.test.");
    private static final PusherMark MARK = new PusherMark(new Pusher("us-east/ns1", "gateway-1", 7), 4);
    private static final String OLD_MARK = "_fairlead-pusher.demo.test. 0 ANY TXT";
    private static final String NEW_MARK =
            "_fairlead-pusher.demo.test. 300 IN TXT \"us-east/ns1\" \"gateway-1\" \"7\" \"5\"";

    private static RoutingPlan app(String name, String... endpoints) {
        return plan(name, 1)
                .everyone(share("east", 10_000))
                .serving("east", endpoints)
                .build();
    }

    private static Holdings desired(List<RoutingPlan> plans) {
        return Holdings.desired(plans.stream()
                .map(plan -> Holdings.Part.of(Zones.name(plan.host()), plan))
                .filter(part -> ZONES.include(part.name()))
                .toList());
    }

    private static List<RoutingPlan> apps(int from, int to, String endpoint) {
        return IntStream.range(from, to)
                .mapToObj(i -> app("app-" + i, endpoint))
                .toList();
    }

    private static Change between(Holdings before, Holdings desired) {
        return Change.between(before, desired, ZONES);
    }

    private static List<Update> messages(Change change) {
        assertThat(change.byZone()).containsOnlyKeys(ZONE);
        return Packing.packed(change.byZone().getOrDefault(ZONE, List.of())).stream()
                .map(pack -> Packing.message(ZONE, MARK, pack))
                .toList();
    }

    private static ARecord a(Name name, String address) {
        return new ARecord(name, DClass.IN, 7, InetAddress.ofLiteral(address));
    }

    @Test
    void givesTheServerThePremisesOfANewHost() {
        List<Update> messages = messages(between(Holdings.NONE, desired(List.of(app("web", "192.0.2.1:80")))));

        assertThat(messages).hasSize(1);
        assertThat(lines(messages.getFirst(), Section.PREREQ))
                .containsExactlyInAnyOrder(
                        "_fairlead-pusher.demo.test. 0 IN TXT \"us-east/ns1\" \"gateway-1\" \"7\" \"4\"",
                        "_fairlead.web.demo.test. 0 NONE TXT",
                        "web.demo.test. 0 NONE A",
                        "web.demo.test. 0 NONE AAAA",
                        "web.demo.test. 0 NONE CNAME");
        assertThat(lines(messages.getFirst(), Section.UPDATE))
                .containsExactlyInAnyOrder(
                        OLD_MARK,
                        NEW_MARK,
                        "_fairlead.web.demo.test. 300 IN TXT \"heritage=fairlead\"",
                        "web.demo.test. 7 IN A 192.0.2.1");
    }

    @Test
    void changesOnlyWhatIsMarkedAndTakesAwayBeforeItPuts() {
        Holdings before = Holdings.observed(List.of(
                Marker.record(WEB, 300),
                new CNAMERecord(WEB, DClass.IN, 7, Name.fromConstantString("elsewhere.test."))));
        List<Update> messages = messages(between(before, desired(List.of(app("web", "192.0.2.2:80")))));

        assertThat(lines(messages.getFirst(), Section.PREREQ))
                .contains("_fairlead.web.demo.test. 0 IN TXT \"heritage=fairlead\"")
                .hasSize(2);
        assertThat(lines(messages.getFirst(), Section.UPDATE))
                .containsExactly(OLD_MARK, NEW_MARK, "web.demo.test. 0 ANY CNAME", "web.demo.test. 7 IN A 192.0.2.2");
    }

    @Test
    void takesAHostWithItsMarkerAway() {
        Holdings before = Holdings.observed(List.of(Marker.record(WEB, 300), a(WEB, "192.0.2.1")));

        List<Update> messages = messages(between(before, Holdings.NONE));

        assertThat(lines(messages.getFirst(), Section.UPDATE))
                .containsExactly(OLD_MARK, NEW_MARK, "_fairlead.web.demo.test. 0 ANY TXT", "web.demo.test. 0 ANY A");
    }

    private static List<String> lines(Update message, int section) {
        return message.getSection(section).stream()
                .map(record -> record.toString().replaceAll("\\s+", " ").strip())
                .toList();
    }

    @Test
    void putsAtMostFiveHundredRecordsInAMessageAndEachHostInOne() {
        List<Update> messages = messages(between(Holdings.NONE, desired(apps(0, 1_000, "192.0.2.1:80"))));

        List<Name> hosts = new ArrayList<>();
        for (Update message : messages) {
            List<Record> updates = message.getSection(Section.UPDATE);
            assertThat(message.getSection(Section.PREREQ).size() + updates.size())
                    .isLessThanOrEqualTo(Packing.MOST_RECORDS);
            assertThat(message.toWire().length).isLessThan(50_000);
            assertThat(updates.size())
                    .as("a marker and an address for each host")
                    .isEven();
            updates.stream()
                    .filter(ARecord.class::isInstance)
                    .map(Record::getName)
                    .forEach(hosts::add);
        }
        assertThat(hosts).hasSize(1_000).doesNotHaveDuplicates();
        assertThat(messages).hasSize(13);
    }

    @Test
    void refusesAHostThatHasNoRoomInAMessageAndDoesTheOthers() {
        String[] many = IntStream.range(0, 600)
                .mapToObj(i -> "10.0.%d.%d:80".formatted(i / 250, i % 250))
                .toArray(String[]::new);

        Change change = between(Holdings.NONE, desired(List.of(app("crowd", many), app("web", "192.0.2.1:80"))));

        assertThat(change.refusals())
                .isEqualTo(Map.of(Zones.name("crowd.demo.test"), "it has more addresses than one update can change"));
        assertThat(change.byZone().get(ZONE)).hasSize(1);
    }

    @Test
    void refusesAHostThatSomebodyElseWroteAndDoesTheOthers() {
        Holdings before = Holdings.observed(List.of(
                a(WEB, "198.18.0.1"), new TXTRecord(Name.fromConstantString("api.demo.test."), DClass.IN, 7, "hello")));

        Change change = between(before, desired(List.of(app("web", "192.0.2.1:80"), app("api", "192.0.2.1:80"))));

        assertThat(change.refusals()).containsOnlyKeys(WEB);
        assertThat(change.refusals().get(WEB)).contains("did not write");
        assertThat(change.byZone().get(ZONE))
                .as("a text of somebody's is no address")
                .hasSize(1);
    }

    @Test
    void takesAMarkerThatSaysMoreForNone() {
        Holdings holdings = Holdings.observed(List.of(
                Marker.record(WEB, 300),
                new TXTRecord(Marker.name(WEB), DClass.IN, 300, "mine now"),
                a(WEB, "198.18.0.1")));

        assertThat(holdings.holds(WEB)).isFalse();
        assertThat(holdings.isForeign(WEB)).isTrue();
    }

    @Test
    void findsTheLongestZoneAndLeavesHostsOfOthersAlone() {
        List<RoutingPlan> plans = List.of(
                app("web", "192.0.2.1:80"),
                plan("deep", 1).host("deep.sub.demo.test").everyone().build(),
                plan("alien", 1).host("web.notdemo.test").everyone().build());

        assertThat(between(Holdings.NONE, desired(plans)).byZone())
                .containsOnlyKeys(ZONE, Name.fromConstantString("sub.demo.test."));
    }
}
