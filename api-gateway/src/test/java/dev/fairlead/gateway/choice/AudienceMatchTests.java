package dev.fairlead.gateway.choice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.IpAddresses;
import dev.fairlead.contracts.Network;
import dev.fairlead.contracts.traffic.AudienceShares;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AudienceMatchTests {

    private static final AudienceShares OFFICE = audience("office", List.of(), List.of(), "203.0.113.0/24");
    private static final AudienceShares FLOOR =
            audience("floor", List.of(), List.of(), "203.0.113.64/26", "2001:db8::/32");
    private static final AudienceShares GERMANY = audience("germany", List.of("DE"), List.of());
    private static final AudienceShares EUROPE = audience("europe", List.of(), List.of("EU"));
    private static final AudienceShares EVERYONE = audience("everyone", List.of(), List.of());

    private static final PlaceLookup GERMAN = client -> new Place("DE", "EU", 19);
    private static final PlaceLookup FRENCH = client -> new Place("FR", "EU", 12);

    @Test
    void theLongestNetworkCountsBeforeAnyPlace() {
        List<AudienceShares> all = List.of(GERMANY, OFFICE, FLOOR, EUROPE, EVERYONE);
        assertMatch(all, "203.0.113.70", GERMAN, "floor", 26);
        assertMatch(all, "203.0.113.1", GERMAN, "office", 26); // the floor begins within the same /25
        assertMatch(all, "203.0.113.200", GERMAN, "office", 25);
        assertMatch(all, "2001:db8:5::1", GERMAN, "floor", 32);
    }

    @Test
    void countriesCountBeforeContinentsWhateverTheirOrder() {
        assertMatch(List.of(EUROPE, GERMANY, EVERYONE), "198.51.100.1", GERMAN, "germany", 19);
        assertMatch(List.of(EUROPE, GERMANY, EVERYONE), "198.51.100.1", FRENCH, "europe", 12);
        assertMatch(List.of(EUROPE, EVERYONE), "198.51.100.1", client -> Place.UNKNOWN, "everyone", 0);
    }

    @Test
    void theScopeIsNeverWiderThanTheBitsThatKeepAClientOutOfANetwork() {
        assertMatch(List.of(OFFICE, EVERYONE), "203.0.112.1", GERMAN, "everyone", 24);
        assertMatch(List.of(OFFICE, EVERYONE), "8.8.8.8", GERMAN, "everyone", 1);
        assertMatch(List.of(OFFICE, EVERYONE), "2001:db8::1", GERMAN, "everyone", 0);
    }

    @Test
    void nothingIsLookedUpWhereNoAudienceNamesAPlace() {
        PlaceLookup never = client -> {
            throw new AssertionError("looked up");
        };
        assertMatch(List.of(OFFICE, EVERYONE), "203.0.113.1", never, "office", 24);
        assertMatch(List.of(EVERYONE), "203.0.113.1", never, "everyone", 0);
    }

    @Test
    void requestsAreCountedByNetworkElseByCountryElseAsEveryones() {
        List<AudienceShares> all = List.of(GERMANY, OFFICE, EUROPE, EVERYONE);
        assertThat(asking(all, "203.0.113.1", GERMAN)).isEqualTo("office");
        assertThat(asking(all, "198.51.100.1", GERMAN)).isEqualTo("DE");
        assertThat(asking(all, "198.51.100.1", FRENCH)).isEqualTo("FR");
        assertThat(asking(all, "198.51.100.1", client -> new Place(null, "EU", 9)))
                .isEqualTo("everyone");
        assertThat(asking(List.of(OFFICE, EVERYONE), "198.51.100.1", GERMAN)).isEqualTo("everyone");
    }

    private static String asking(List<AudienceShares> audiences, String client, PlaceLookup places) {
        return AudienceMatch.of(audiences, IpAddresses.parse(client), places)
                .orElseThrow()
                .asking();
    }

    @Test
    void withoutAudiencesThereIsNoMatch() {
        assertThat(AudienceMatch.of(List.of(), IpAddresses.parse("192.0.2.1"), GERMAN))
                .isEmpty();
    }

    private static void assertMatch(
            List<AudienceShares> audiences, String client, PlaceLookup places, String audience, int prefix) {
        assertThat(AudienceMatch.of(audiences, IpAddresses.parse(client), places))
                .get()
                .satisfies(match -> {
                    assertThat(match.shares().audience()).isEqualTo(audience);
                    assertThat(match.prefix()).isEqualTo(prefix);
                });
    }

    private static AudienceShares audience(
            String name, List<String> countries, List<String> continents, String... networks) {
        return new AudienceShares(
                name,
                countries,
                continents,
                Stream.of(networks).map(Network::of).toList(),
                List.of());
    }
}
