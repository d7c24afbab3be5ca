package dev.fairlead.health.probe;

/** Counts what the probes find. Called on the prober's one thread: it must return at once. */
public interface Evidence {

    /**
     * Takes a result; results of overlapping probes come in any order.
     *
     * @return how many more results are wanted at the pace of {@code confirmEvery} before the finding is settled; 0: the
     *     regular interval will do
     */
    int take(ProbeResult result);
}
