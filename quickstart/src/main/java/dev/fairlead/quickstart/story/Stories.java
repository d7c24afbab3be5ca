package dev.fairlead.quickstart.story;

import dev.fairlead.quickstart.control.DemoControls;
import dev.fairlead.quickstart.control.RunningDemo;
import dev.fairlead.quickstart.demo.DemoException;
import dev.fairlead.quickstart.demo.DemoOptions;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The stories that there are, by the names that a user types. */
public enum Stories {
    OUTAGE(1) {
        @Override
        Story told(RunningDemo demo, DemoControls controls, Plot plot, Path home, Consumer<String> out) {
            return new OutageStory(demo, controls, plot, out);
        }
    },
    EVACUATION(1) {
        @Override
        Story told(RunningDemo demo, DemoControls controls, Plot plot, Path home, Consumer<String> out) {
            return new EvacuationStory(demo, controls, plot, out);
        }
    },
    TRADEOFFS(1) {
        @Override
        Story told(RunningDemo demo, DemoControls controls, Plot plot, Path home, Consumer<String> out) {
            return new TradeoffsStory(demo, controls, plot, home, out);
        }
    },
    TAKEOVER(1) {
        @Override
        Story told(RunningDemo demo, DemoControls controls, Plot plot, Path home, Consumer<String> out) {
            DemoOptions.usePrograms(home);
            return new TakeoverStory(demo, controls, out);
        }
    },
    FLAPPING(1) {
        @Override
        Story told(RunningDemo demo, DemoControls controls, Plot plot, Path home, Consumer<String> out) {
            return new FlappingStory(demo, plot, out);
        }
    },
    REGION_LOSS(3) {
        @Override
        Story told(RunningDemo demo, DemoControls controls, Plot plot, Path home, Consumer<String> out) {
            return new RegionLossStory(demo, controls, plot, home, out);
        }
    };

    private final int regions;

    Stories(int regions) {
        this.regions = regions;
    }

    /** The story of this name. */
    public static Stories called(String name) {
        return Arrays.stream(values())
                .filter(story -> story.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new DemoException("there is no story '%s': try --story %s"
                        .formatted(
                                name,
                                Arrays.stream(values()).map(Stories::toString).collect(Collectors.joining(" or ")))));
    }

    /** How many regions of the control plane it needs at least. */
    public int regions() {
        return regions;
    }

    /** The story, ready to be played against a demo. */
    public final Story of(RunningDemo demo, DemoControls controls, Plot plot, Path home, Consumer<String> out) {
        if (demo.sites().stream().noneMatch(site -> site.dataCenter().equals(plot.lost()))) {
            throw new DemoException("the demo has no data center " + plot.lost());
        }
        if (demo.regions().size() < regions) {
            throw new DemoException("the story '%s' needs %d regions: start ./fairlead demo --regions %d, or add --exit"
                    .formatted(this, regions, regions));
        }
        return told(demo, controls, plot, home, out);
    }

    abstract Story told(RunningDemo demo, DemoControls controls, Plot plot, Path home, Consumer<String> out);

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
