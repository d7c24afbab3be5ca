package dev.fairlead.replication.lease;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.DatabaseName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.replication.DatabaseSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A member of a database that is under local control.
 *
 * @param here the member's data center
 * @param server the member's address
 */
record Post(DatabaseName database, DataCenterName here, EndpointAddress server, LeaseTerms terms) {

    /**
     * All posts. A server is kept for one database, the first by name, because what fences it fences all that is on it. Patroni's
     * servers are none: it would start again what is stopped. Where every member writes there is nothing to be held by one.
     */
    static List<Post> of(Map<DatabaseName, DatabaseSpec> databases, Set<EndpointAddress> servers) {
        Set<EndpointAddress> free = new HashSet<>(servers);
        List<Post> posts = new ArrayList<>();
        new TreeMap<>(databases).forEach((name, spec) -> {
            if (spec.kind() == DatabaseSpec.Kind.POSTGRESQL && !spec.everyMemberWrites()) {
                spec.members().stream()
                        .filter(member -> free.remove(member.address()))
                        .forEach(member ->
                                posts.add(new Post(name, member.dataCenter(), member.address(), LeaseTerms.of(spec))));
            }
        });
        return posts;
    }
}
