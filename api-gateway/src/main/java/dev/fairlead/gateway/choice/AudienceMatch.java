package dev.fairlead.gateway.choice;

import static java.util.Objects.requireNonNullElse;

import dev.fairlead.contracts.Network;
import dev.fairlead.contracts.traffic.AudienceShares;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The audience that a client belongs to: the one with the longest network around it, else the first that names its
 * country, else its continent, else everyone else, who stand last.
 *
 * @param prefix length in bits of the widest network around the client in which everybody gets the same audience
 * @param asking under which name its requests are counted: an audience that has its network, else its country, else everyone
 */
public record AudienceMatch(AudienceShares shares, int prefix, String asking) {

    /** Empty only when there are no audiences at all. */
    public static Optional<AudienceMatch> of(List<AudienceShares> audiences, InetAddress client, PlaceLookup places) {
        if (audiences.isEmpty()) {
            return Optional.empty();
        }
        AudienceShares byNetwork = null;
        int longest = -1;
        int apart = 0;
        for (AudienceShares audience : audiences) {
            for (Network network : audience.networks()) {
                boolean inside = network.contains(client);
                apart = Math.max(apart, inside ? network.prefix() : bitsToTellApart(network, client));
                if (inside && network.prefix() > longest) {
                    longest = network.prefix();
                    byNetwork = audience;
                }
            }
        }
        if (byNetwork != null) {
            return Optional.of(new AudienceMatch(byNetwork, apart, byNetwork.audience()));
        }
        AudienceShares everyone = audiences.getLast();
        if (audiences.stream().allMatch(AudienceMatch::ignoresPlace)) {
            return Optional.of(new AudienceMatch(everyone, apart, everyone.audience()));
        }
        Place place = places.of(client);
        return Optional.of(new AudienceMatch(
                byPlace(audiences, place),
                Math.max(apart, place.prefix()),
                requireNonNullElse(place.country(), everyone.audience())));
    }

    private static boolean ignoresPlace(AudienceShares audience) {
        return audience.countries().isEmpty() && audience.continents().isEmpty();
    }

    private static AudienceShares byPlace(List<AudienceShares> audiences, Place place) {
        return audiences.stream()
                .filter(audience -> contains(audience.countries(), place.country()))
                .findFirst()
                .or(() -> audiences.stream()
                        .filter(audience -> contains(audience.continents(), place.continent()))
                        .findFirst())
                .orElseGet(audiences::getLast);
    }

    private static boolean contains(List<String> codes, @Nullable String code) {
        return code != null && codes.contains(code);
    }

    /** How many leading bits of the client's address it takes to be outside the network. */
    private static int bitsToTellApart(Network network, InetAddress client) {
        byte[] a = network.address().getAddress();
        byte[] b = client.getAddress();
        if (a.length != b.length) {
            return 0;
        }
        int bit = 0;
        while (bit < a.length * 8 && ((a[bit / 8] ^ b[bit / 8]) & (0x80 >> bit % 8)) == 0) {
            bit++;
        }
        return bit + 1;
    }
}
