package dev.fairlead.gateway.dataplane;

/**
 * Told what each data plane counted, by the one gateway whose turn it is to push to it, so that nothing is told twice: of one that
 * several gateways reach and none pushes to, nothing is. It may take its time: only the next look at the same counters waits.
 */
public interface LookListener {

    void looked(DataPlane<?> plane, Look look);
}
