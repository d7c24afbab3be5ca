package dev.fairlead.health.rerun;

import dev.fairlead.contracts.RegionName;
import dev.fairlead.health.quorum.Electorate;
import java.util.Set;

/**
 * Who is to have decided.
 *
 * @param here the region whose verdicts they are
 * @param vantagePoints all that vote, this one included
 * @param quorum how many of them have to agree
 */
public record Rules(RegionName here, Set<RegionName> vantagePoints, int quorum) {

    public Rules {
        vantagePoints = Set.copyOf(vantagePoints);
    }

    Electorate hearing(Set<RegionName> heard) {
        return new Electorate(vantagePoints, quorum, heard);
    }
}
