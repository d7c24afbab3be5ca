package dev.fairlead.quickstart.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.traffic.Location;
import dev.fairlead.quickstart.control.ControlClient;
import dev.fairlead.quickstart.control.RunningDemo;
import dev.fairlead.quickstart.demo.DemoException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class StoriesTests {

    private static final URI NOWHERE = URI.create("http://127.0.0.1:1");
    private static final DataCenterName WEST = DataCenterName.of("us-west");
    private static final RunningDemo ONE_REGION = new RunningDemo(
            "token",
            List.of(new RunningDemo.Region(RegionName.of("local"), NOWHERE, 1, NOWHERE)),
            NOWHERE,
            "token",
            List.of(new RunningDemo.Site(WEST, EndpointAddress.of("127.0.0.12:80"), new Location(45.6, -121.18))));

    private static Story told(String name, String lost) {
        return Stories.called(name)
                .of(
                        ONE_REGION,
                        new ControlClient(ONE_REGION),
                        new Plot(DataCenterName.of(lost), null),
                        Path.of("home"),
                        line -> {});
    }

    @Test
    void findsAStoryByWhatAUserTypes() {
        assertThat(Stories.called("outage").regions()).isEqualTo(1);
        assertThat(Stories.called("region-loss").regions()).isEqualTo(3);
        assertThatExceptionOfType(DemoException.class)
                .isThrownBy(() -> Stories.called("flood"))
                .withMessage(
                        "there is no story 'flood': try --story outage or evacuation or tradeoffs or takeover or flapping or region-loss");
    }

    @Test
    void saysWhenTheDemoHasTooFewRegionsForTheStory() {
        assertThat(told("outage", "us-west")).isNotNull();
        assertThatExceptionOfType(DemoException.class)
                .isThrownBy(() -> told("region-loss", "us-west"))
                .withMessageContaining("needs 3 regions: start ./fairlead demo --regions 3");
    }

    @Test
    void saysWhenThereIsNothingOfThatNameToLose() {
        assertThatExceptionOfType(DemoException.class)
                .isThrownBy(() -> told("outage", "mars"))
                .withMessage("the demo has no data center mars");
    }
}
