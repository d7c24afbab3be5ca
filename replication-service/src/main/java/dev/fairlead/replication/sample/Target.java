package dev.fairlead.replication.sample;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.replication.DatabaseSpec;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One member as it is to be sampled.
 *
 * @param every distance of two readings, start to start
 */
record Target(
        DatabaseSpec.Member member,
        String databaseName,
        String credentials,
        Duration every,
        DatabaseSpec.Topology topology) {

    /**
     * The targets of a database. Each member is read twice in a sampling period: an answer then rests on a position of the
     * primary and one of the replica that are half a period old at most, so that the bound is above the truth by no more
     * than one period and the round trips.
     */
    static Map<DataCenterName, Target> of(DatabaseSpec spec) {
        Duration every = Duration.ofMillis(spec.sampleEveryMs()).dividedBy(2);
        return spec.members().stream()
                .map(member -> new Target(member, spec.databaseName(), spec.credentials(), every, spec.topology()))
                .collect(Collectors.toUnmodifiableMap(Target::dataCenter, Function.identity()));
    }

    DataCenterName dataCenter() {
        return member.dataCenter();
    }

    EndpointAddress address() {
        return member.address();
    }

    /** The same, read at another server of the member. */
    Target at(EndpointAddress address) {
        return new Target(
                new DatabaseSpec.Member(member.dataCenter(), address, member.patroni()),
                databaseName,
                credentials,
                every,
                topology);
    }
}
