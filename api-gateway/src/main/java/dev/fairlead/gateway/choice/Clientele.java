package dev.fairlead.gateway.choice;

import dev.fairlead.contracts.traffic.AudienceShares;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the users of a proxy come from that stands in one place and looks no client up.
 *
 * @param country ISO 3166-1 alpha-2
 * @param continent AF, AN, AS, EU, NA, OC, SA
 */
public record Clientele(@Nullable String country, @Nullable String continent) {

    public static final Clientele ANYWHERE = new Clientele(null, null);

    /** The audience that users of this place belong to; the last is everyone else. */
    public AudienceShares audience(List<AudienceShares> audiences) {
        return audiences.stream()
                .filter(audience -> country != null && audience.countries().contains(country))
                .findFirst()
                .or(() -> audiences.stream()
                        .filter(audience ->
                                continent != null && audience.continents().contains(continent))
                        .findFirst())
                .orElseGet(audiences::getLast);
    }
}
