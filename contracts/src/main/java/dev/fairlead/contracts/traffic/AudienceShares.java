package dev.fairlead.contracts.traffic;

import dev.fairlead.contracts.Network;
import java.util.List;

/**
 * Where one audience goes. An audience without countries, continents and networks is everyone else and stands last.
 *
 * @param shares sum to {@link Share#WHOLE}, or empty where the all-down policy sends nobody anywhere
 */
public record AudienceShares(
        String audience, List<String> countries, List<String> continents, List<Network> networks, List<Share> shares) {

    public AudienceShares {
        countries = List.copyOf(countries);
        continents = List.copyOf(continents);
        networks = List.copyOf(networks);
        shares = List.copyOf(shares);
    }

    /** The same audience, sent elsewhere. */
    public AudienceShares sent(List<Share> others) {
        return new AudienceShares(audience, countries, continents, networks, others);
    }
}
