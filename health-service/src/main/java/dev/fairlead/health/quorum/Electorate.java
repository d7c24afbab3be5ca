package dev.fairlead.health.quorum;

import dev.fairlead.contracts.RegionName;
import dev.fairlead.service.region.Contact;
import java.util.Set;

/**
 * Who decides.
 *
 * @param vantagePoints all that are configured, silent or not
 * @param quorum how many of them have to agree
 * @param contact how many of the regions are heard: an isolated one judges nothing
 */
public record Electorate(Set<RegionName> vantagePoints, int quorum, Contact contact) {

    public Electorate {
        vantagePoints = Set.copyOf(vantagePoints);
        if (quorum < 1 || quorum > vantagePoints.size()) {
            throw new IllegalArgumentException(
                    "quorum %d is not between 1 and the %d vantage points".formatted(quorum, vantagePoints.size()));
        }
    }

    /** A region does not judge its own data centers, whose users come from elsewhere; alone it has to. */
    boolean mayJudge(RegionName voter, RegionName region) {
        return vantagePoints.contains(voter) && (vantagePoints.size() == 1 || !voter.equals(region));
    }
}
