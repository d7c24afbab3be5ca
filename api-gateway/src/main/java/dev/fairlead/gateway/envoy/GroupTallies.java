package dev.fairlead.gateway.envoy;

import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.gateway.dataplane.Growth;
import dev.fairlead.gateway.dataplane.Tally;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the Envoys of a group counted together, each since it was first read. The sum does not fall when one of them is restarted or
 * does not answer for a while: that would look as if all of them had been restarted.
 */
final class GroupTallies {

    private final Map<EndpointAddress, List<Tally>> last = new HashMap<>();
    private List<Tally> sum = List.of();

    /**
     * The sum with what was read now.
     *
     * @param read by admin address; who did not answer is not there
     */
    synchronized List<Tally> with(Map<EndpointAddress, List<Tally>> read) {
        List<Tally> counted = new ArrayList<>(sum);
        read.forEach((envoy, tallies) -> {
            List<Tally> before = last.put(envoy, tallies);
            Growth.between(before == null ? tallies : before, tallies).stream()
                    .map(Growth::counted)
                    .map(more -> more.at(more.requests(), more.failures(), false))
                    .forEach(counted::add);
        });
        List<Tally> states = last.values().stream()
                .flatMap(Collection::stream)
                .map(tally -> tally.at(0, 0, tally.ejected()))
                .toList();
        Set<Tally.Counter> there = states.stream().map(Tally::counter).collect(Collectors.toSet());
        counted.removeIf(tally -> !there.contains(tally.counter()));
        sum = Tally.summed(counted);
        return Tally.summed(Stream.concat(sum.stream(), states.stream()).toList());
    }
}
