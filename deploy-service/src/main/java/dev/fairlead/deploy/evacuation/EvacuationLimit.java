package dev.fairlead.deploy.evacuation;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How much an evacuation does at a time.
 *
 * @param primariesAtOnce switchovers under way before the next one is started
 */
@ConfigurationProperties("fairlead.evacuation")
record EvacuationLimit(@DefaultValue("10") int primariesAtOnce) {

    EvacuationLimit {
        if (primariesAtOnce < 1) {
            throw new IllegalArgumentException("fairlead.evacuation.primaries-at-once is not 1 or more");
        }
    }
}
