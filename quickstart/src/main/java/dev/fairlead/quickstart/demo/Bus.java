package dev.fairlead.quickstart.demo;

import dev.fairlead.contracts.RegionName;
import dev.fairlead.quickstart.process.Supervised;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What wakes the services; one region needs no more than its database for it. */
sealed interface Bus permits Bus.OfDatabase, NatsBus {

    /** Fails when what carries it cannot be had. */
    void require();

    /** What a region's services are told. */
    String url(RegionName own);

    /** Starts what carries it in a region. */
    void start(RegionName region);

    void kill(RegionName region);

    /** The region's process of its own that carries it, if there is one and it was started. */
    @Nullable Supervised started(RegionName region);

    /** Ends what carries it in all regions. */
    void stop(Duration patience);

    /** LISTEN and NOTIFY. */
    record OfDatabase(ControlDatabase database) implements Bus {

        @Override
        public void require() {}

        @Override
        public String url(RegionName own) {
            return database.url(own);
        }

        @Override
        public void start(RegionName region) {}

        @Override
        public void kill(RegionName region) {}

        @Override
        public @Nullable Supervised started(RegionName region) {
            return null;
        }

        @Override
        public void stop(Duration patience) {}
    }
}
