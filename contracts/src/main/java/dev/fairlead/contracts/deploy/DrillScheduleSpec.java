package dev.fairlead.contracts.deploy;

import static dev.fairlead.contracts.InvalidFieldException.required;

import dev.fairlead.contracts.traffic.Recovery;

/**
 * A drill that begins by itself.
 *
 * @param window it begins once in each, as soon as nothing stands in its way; not at all where something does until the window ends
 */
public record DrillScheduleSpec(DrillSpec drill, Recovery.Window window) {

    public DrillScheduleSpec {
        required(drill, "drill");
        required(window, "window");
    }
}
