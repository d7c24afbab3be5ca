package dev.fairlead.gateway.haproxy;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.Share;
import dev.fairlead.contracts.traffic.Standing;
import dev.fairlead.gateway.choice.Writes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a HAProxy is steered by: the weights of the servers that get new requests, and the backend that takes the writes of
 * each application.
 *
 * @param weights 1 for each server of a backend of writes, whatever its weight is
 * @param writes by application; an application that is not there takes none
 */
record HaproxyState(SortedMap<Member, Integer> weights, SortedMap<String, String> writes) {

    HaproxyState {
        weights = Collections.unmodifiableSortedMap(weights);
        writes = Collections.unmodifiableSortedMap(writes);
    }

    /** A server by what it is for. */
    record Member(String backend, String dataCenter, EndpointAddress endpoint) implements Comparable<Member> {

        private static final Comparator<Member> ORDER = Comparator.comparing(Member::backend)
                .thenComparing(Member::dataCenter)
                .thenComparing(Member::endpoint);

        static Optional<Member> of(Server server) {
            EndpointAddress address = server.address();
            return address == null
                    ? Optional.empty()
                    : server.dataCenter().map(name -> new Member(server.id().backend(), name, address));
        }

        @Override
        public int compareTo(Member other) {
            return ORDER.compare(this, other);
        }

        @Override
        public String toString() {
            return "%s at %s in backend %s".formatted(dataCenter, endpoint, backend);
        }
    }

    /** The backend of one data center alone. */
    static String backend(ApplicationName application, DataCenterName dataCenter) {
        return application + "." + dataCenter;
    }

    /**
     * What the plans ask for.
     *
     * @param open whether writes may go anywhere
     */
    static HaproxyState desired(List<RoutingPlan> plans, HaproxySettings settings, boolean open) {
        SortedMap<Member, Integer> weights = new TreeMap<>();
        SortedMap<String, String> writes = new TreeMap<>();
        for (RoutingPlan plan : plans) {
            if (settings.applications().contains(plan.application())) {
                weights.putAll(Reads.of(plan, settings).weights());
                if (open) {
                    addWrites(plan, weights, writes);
                }
            }
        }
        return new HaproxyState(weights, writes);
    }

    /** What of the plans no whole weights can express. */
    static List<String> shortfalls(List<RoutingPlan> plans, HaproxySettings settings) {
        List<String> shortfalls = new ArrayList<>();
        for (RoutingPlan plan : plans) {
            if (settings.applications().contains(plan.application())) {
                int error = Reads.of(plan, settings).errorBasisPoints();
                if (error > 0) {
                    shortfalls.add(
                            "the shares of %s are up to %d basis points off".formatted(plan.application(), error));
                }
            }
        }
        return shortfalls;
    }

    /** Where the readers of an application go, and by how much a share may be off. */
    private record Reads(SortedMap<Member, Integer> weights, int errorBasisPoints) {

        static Reads of(RoutingPlan plan, HaproxySettings settings) {
            Map<DataCenterName, List<EndpointAddress>> endpoints =
                    plan.standings().stream().collect(Collectors.toMap(Standing::dataCenter, Standing::endpoints));
            Function<Share, List<EndpointAddress>> pool =
                    share -> endpoints.getOrDefault(share.dataCenter(), List.of());
            List<Share> shares = settings.place().audience(plan.audiences()).shares().stream()
                    .filter(share ->
                            share.basisPoints() > 0 && !pool.apply(share).isEmpty())
                    .toList();
            WholeWeights whole = WholeWeights.of(shares.stream()
                    .map(share -> new WholeWeights.Pool(
                            share.basisPoints(), pool.apply(share).size()))
                    .toList());
            SortedMap<Member, Integer> weights = new TreeMap<>();
            for (int i = 0; i < shares.size(); i++) {
                String dataCenter = shares.get(i).dataCenter().value();
                List<EndpointAddress> of = pool.apply(shares.get(i));
                for (int j = 0; j < of.size(); j++) {
                    Member member = new Member(plan.application().value(), dataCenter, of.get(j));
                    weights.put(member, whole.weights().get(i).get(j));
                }
            }
            return new Reads(weights, whole.errorBasisPoints());
        }
    }

    private static void addWrites(
            RoutingPlan plan, SortedMap<Member, Integer> weights, SortedMap<String, String> writes) {
        String application = plan.application().value();
        switch (Writes.of(plan)) {
            case Writes.LikeReads() -> writes.put(application, application);
            case Writes.ToPrimary(Standing primary) -> {
                String backend = backend(plan.application(), primary.dataCenter());
                writes.put(application, backend);
                primary.endpoints()
                        .forEach(endpoint -> weights.put(
                                new Member(backend, primary.dataCenter().value(), endpoint), 1));
            }
            case Writes.Refused() -> {}
        }
    }

    /** What a HAProxy holds of it. */
    static HaproxyState observed(Running running, List<ApplicationName> applications, Instant now) {
        SortedMap<Member, Integer> weights = new TreeMap<>();
        SortedMap<String, String> writes = new TreeMap<>();
        for (ApplicationName application : applications) {
            addUsed(running, application.value(), weights, false);
            running.write(application).filter(entry -> entry.open(now)).ifPresent(entry -> {
                writes.put(application.value(), entry.backend());
                if (!entry.backend().equals(application.value())) {
                    addUsed(running, entry.backend(), weights, true);
                }
            });
        }
        return new HaproxyState(weights, writes);
    }

    private static void addUsed(
            Running running, String backend, SortedMap<Member, Integer> weights, boolean takesWrites) {
        running.servers().stream()
                .filter(server ->
                        server.id().backend().equals(backend) && server.status().used())
                .forEach(server -> Member.of(server)
                        .ifPresent(member -> weights.merge(
                                member, takesWrites ? 1 : server.status().weight(), Integer::sum)));
    }

    /** The first thing that another one holds differently; in words. */
    String differenceFrom(HaproxyState other) {
        for (Map.Entry<Member, Integer> wanted : weights.entrySet()) {
            Integer held = other.weights.get(wanted.getKey());
            if (!wanted.getValue().equals(held)) {
                return "%s has weight %s, not %d".formatted(wanted.getKey(), held, wanted.getValue());
            }
        }
        for (Member member : other.weights.keySet()) {
            if (!weights.containsKey(member)) {
                return member + " still gets requests";
            }
        }
        return "writes go to %s, not to %s".formatted(other.writes, writes);
    }
}
