package dev.fairlead.replication.takeover;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How much of a lost data center is taken over at a time.
 *
 * @param atOnce takeovers that are carried out, before another one begins by itself; what waits for an operator or for the old
 *     primary does not count
 */
@ConfigurationProperties("fairlead.takeover")
record TakeoverLimit(@DefaultValue("10") int atOnce) {

    TakeoverLimit {
        if (atOnce < 1) {
            throw new IllegalArgumentException("fairlead.takeover.at-once is not 1 or more");
        }
    }
}
