package dev.fairlead.deploy.rollout;

import java.util.Optional;

/** Whether rollouts have to stay where they are. */
public interface RolloutFreeze {

    /** Why none may drain a data center now; empty: they may. */
    Optional<String> reason();
}
