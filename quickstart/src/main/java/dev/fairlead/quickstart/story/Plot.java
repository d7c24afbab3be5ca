package dev.fairlead.quickstart.story;

import dev.fairlead.contracts.DataCenterName;
import org.jspecify.annotations.Nullable;

/**
 * What happens in the story.
 *
 * @param lost the data center that is killed
 * @param serviceToKill one of the five services that is killed right before it; absent: none
 */
public record Plot(DataCenterName lost, @Nullable String serviceToKill) {}
