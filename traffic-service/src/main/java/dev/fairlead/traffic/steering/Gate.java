package dev.fairlead.traffic.steering;

import org.jspecify.annotations.Nullable;

/** One reason why a data center may not serve. */
interface Gate {

    /** What keeps the candidate from serving; absent: nothing, as far as this gate goes. */
    @Nullable Obstacle obstacle(Candidate candidate, Situation situation);
}
