package dev.fairlead.health.quorum;

import dev.fairlead.contracts.RegionName;
import dev.fairlead.service.region.Contact;
import java.util.Set;

/**
 * Who decides.
 *
 * @param vantagePoints all that are configured, silent or not
 * @param quorum how many of them have to agree
 * @param heard those that are heard now, this one included: one that hears no majority judges nothing
 */
public record Electorate(Set<RegionName> vantagePoints, int quorum, Set<RegionName> heard) {

    public Electorate {
        vantagePoints = Set.copyOf(vantagePoints);
        heard = Set.copyOf(heard);
        if (quorum < 1 || quorum > vantagePoints.size()) {
            throw new IllegalArgumentException(
                    "quorum %d is not between 1 and the %d vantage points".formatted(quorum, vantagePoints.size()));
        }
    }

    /**
     * A region does not judge its own data centers, whose users come from elsewhere, unless too few others are left for a
     * quorum: after the loss of a region the remaining ones go on deciding.
     */
    boolean mayJudge(RegionName voter, RegionName region) {
        return vantagePoints.contains(voter) && (!voter.equals(region) || tooFewBut(region));
    }

    private boolean tooFewBut(RegionName region) {
        return heard.size() - (heard.contains(region) ? 1 : 0) < quorum;
    }

    /** With how many regions this one is in contact. */
    public Contact contact() {
        return new Contact(heard.size(), vantagePoints.size());
    }
}
