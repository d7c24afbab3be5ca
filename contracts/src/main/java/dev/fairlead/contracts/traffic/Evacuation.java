package dev.fairlead.contracts.traffic;

import static dev.fairlead.contracts.InvalidFieldException.inRange;
import static java.util.Objects.requireNonNullElse;

/**
 * When a data center counts as lost as a whole: then users of every application leave it, also of those that still answer there.
 *
 * @param downPercent how many of the endpoints in it have to be down; default 50. It is over when half as many are
 * @param ofAtLeast how many endpoints have to be known; default 4: fewer say nothing of a data center
 */
public record Evacuation(Integer downPercent, Integer ofAtLeast) {

    public Evacuation {
        downPercent = (int) inRange(requireNonNullElse(downPercent, 50), 1, 100, "downPercent");
        ofAtLeast = (int) inRange(requireNonNullElse(ofAtLeast, 4), 1, 1_000_000, "ofAtLeast");
    }
}
