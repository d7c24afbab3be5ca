package dev.fairlead.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.testing.servers.RealServers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The story of a lost region, as a user plays it: three regions with fifteen services and three NATS servers. Some nine
 * minutes of processor time: {@code mvn verify -pl system-tests -Dit.test=RegionLossIT -DexcludedGroups=kubernetes}.
 */
@Tag("regions")
class RegionLossIT {

    private static final Duration PATIENCE = Duration.ofMinutes(20);

    @TempDir
    Path folder;

    @Test
    void twoRegionsDecideOnAndTheThirdComesBackToTheSamePlans() throws Exception {
        RealServers.NATS.require();
        Path directory = folder.resolve("demo");
        try (Typed story =
                Typed.demo(List.of(), "--story", "region-loss", "--exit", "--directory", directory.toString())) {
            int exitCode = story.exit(PATIENCE);

            story.lines().forEach(System.out::println);
            assertThat(story.lines()).noneMatch(line -> line.contains("✗"));
            assertThat(story.lines()).anyMatch(line -> line.endsWith(" expectations held, 0 did not"));
            assertThat(exitCode).isZero();
            assertThat(Typed.running(directory)).isEmpty();
        }
    }
}
