package dev.fairlead.gateway.builtin.dns.guard;

/**
 * How much a client network may ask over UDP.
 *
 * @param responsesPerSecond also how many may come at once; 0: any number
 * @param slip one in so many queries over the rate is sent back to TCP, the others are dropped; 0: all are dropped
 * @param networks how many are remembered
 */
public record RateLimit(int responsesPerSecond, int slip, int networks) {

    private static final int MOST_NETWORKS = 1 << 24;

    public RateLimit {
        if (responsesPerSecond < 0 || slip < 0) {
            throw new IllegalArgumentException("neither responses-per-second nor slip is below 0");
        }
        if (networks < 1 || networks > MOST_NETWORKS) {
            throw new IllegalArgumentException("networks is between 1 and %d".formatted(MOST_NETWORKS));
        }
    }
}
