package dev.fairlead.lab.regions;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * How a lab is started.
 *
 * @param home the checkout
 * @param directory where it keeps its state, one lab at a time
 * @param rtt between any two regions in fair weather
 * @param seed of the losses of packets
 * @param out takes the lines about progress
 */
public record LabOptions(Path home, Path directory, Duration rtt, long seed, Consumer<String> out) {

    public LabOptions {
        home = home.toAbsolutePath();
        directory = directory.toAbsolutePath();
    }
}
