package dev.fairlead.traffic.steering;

import dev.fairlead.contracts.traffic.Standing;

/** What keeps a data center from serving: the state it puts it in, with a stable code and a sentence. */
record Obstacle(Standing.State state, String code, String reason) {}
