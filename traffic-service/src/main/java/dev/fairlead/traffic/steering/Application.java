package dev.fairlead.traffic.steering;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.traffic.ApplicationSpec;

/** An application as its owner wants it. */
public record Application(ApplicationName name, ApplicationSpec spec) {}
