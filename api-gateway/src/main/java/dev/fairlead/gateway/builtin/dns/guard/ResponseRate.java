package dev.fairlead.gateway.builtin.dns.guard;

/**
 * Response rate limiting (Vixie and Schryver, "DNS Response Rate Limiting", ISC-TN-2012-1): a server whose queries come with
 * somebody else's address sends that somebody no flood. Each client network has a bucket that holds the tokens of a second,
 * kept as the time at which it is full again (the generic cell rate algorithm). The table never grows: where too many
 * networks ask at once, the one whose bucket is nearest to full is forgotten, which does it no harm.
 */
public final class ResponseRate {

    private static final long SECOND = 1_000_000_000L;
    /** How many networks compete for a place. */
    private static final int WAYS = 4;

    private final long seed;
    private final int slip;
    /** Nanoseconds between two answers; 0: as many as are asked for. */
    private final long interval;

    private final int sets;
    /** 0: free. */
    private final long[] networks;
    /** By place the nanosecond at which the bucket is full. */
    private final long[] full;
    /** By place how many queries were over the rate. */
    private final int[] over;

    /** @param seed unknown to those who ask, so that nobody picks networks that share a place */
    public ResponseRate(RateLimit limit, long seed) {
        this.seed = seed;
        this.slip = limit.slip();
        this.interval = limit.responsesPerSecond() == 0 ? 0 : SECOND / limit.responsesPerSecond();
        this.sets = Integer.highestOneBit(Math.max(1, limit.networks() / WAYS));
        this.networks = new long[sets * WAYS];
        this.full = new long[sets * WAYS];
        this.over = new int[sets * WAYS];
    }

    /**
     * Takes a token of the network.
     *
     * @param network as {@link ClientNetwork#of} says
     * @param now in nanoseconds of {@link System#nanoTime}
     */
    public Verdict admit(long network, long now) {
        if (interval == 0) {
            return Verdict.ANSWERED;
        }
        synchronized (this) {
            int place = place(network, now);
            long ahead = Math.max(0, full[place] - now);
            if (ahead + interval <= SECOND) {
                full[place] = now + ahead + interval;
                return Verdict.ANSWERED;
            }
            over[place]++;
            return slip > 0 && over[place] % slip == 0 ? Verdict.SENT_BACK : Verdict.DROPPED;
        }
    }

    private int place(long network, long now) {
        int first = (int) (mixed(network ^ seed) & (sets - 1)) * WAYS;
        int place = first;
        for (int i = first; i < first + WAYS; i++) {
            if (networks[i] == network) {
                return i;
            }
            if (networks[i] == 0) {
                place = i; // those behind are free too
                break;
            }
            if (full[i] - full[place] < 0) {
                place = i;
            }
        }
        networks[place] = network;
        full[place] = now;
        over[place] = 0;
        return place;
    }

    /** The finalizer of SplitMix64. */
    private static long mixed(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }
}
