package dev.fairlead.loop;

import java.time.Duration;

/** What one pass of a loop came to. */
public sealed interface Pass {

    /** Nothing is left to do until the next wake-up or the regular look. */
    record Settled() implements Pass {}

    /** There is more to do after this time, without anything being wrong. */
    record Again(Duration after) implements Pass {}

    /** It did not work out; the loop tries again with growing distance. */
    record Retry(String reason) implements Pass {}

    /** It will not work out until an operator acts; the loop only looks at its regular interval. */
    record NeedsOperator(String reason) implements Pass {}
}
