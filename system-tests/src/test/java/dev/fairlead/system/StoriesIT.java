package dev.fairlead.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.quickstart.demo.Demo;
import dev.fairlead.quickstart.story.Plot;
import dev.fairlead.quickstart.story.Stories;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The stories besides the outage, as a user plays them one after the other against the demo that is running. That of the evacuation
 * kills the traffic-service in the middle. Flapping comes last: a data center that flapped is not trusted at once.
 */
@ExtendWith(OneDemo.class)
class StoriesIT {

    private static final Plot PLOT = new Plot(DataCenterName.of("us-west"), null);

    @ParameterizedTest
    @EnumSource(names = {"EVACUATION", "TRADEOFFS", "TAKEOVER", "FLAPPING"})
    void everyExpectationHolds(Stories story, Demo demo) {
        List<String> lines = new ArrayList<>();

        boolean held =
                story.of(demo.running(), demo, PLOT, Typed.home(), lines::add).play();

        lines.forEach(System.out::println);
        assertThat(lines).noneMatch(line -> line.contains("✗")).anyMatch(line -> line.contains("✓"));
        assertThat(held).isTrue();
    }
}
