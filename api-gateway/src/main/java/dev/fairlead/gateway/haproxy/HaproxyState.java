package dev.fairlead.gateway.haproxy;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.Share;
import dev.fairlead.contracts.traffic.Standing;
import dev.fairlead.gateway.choice.Writes;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a HAProxy is steered by, of each application that it serves; one that takes no request at all is not in it. What one
 * application holds is one object for as long as its plan stays, so that ten thousand endpoints are compared at once.
 */
record HaproxyState(Map<ApplicationName, Held> applications) {

    HaproxyState {
        Map<ApplicationName, Held> held = new HashMap<>(applications);
        held.values().removeIf(Held.NOTHING::equals);
        applications = Collections.unmodifiableMap(held);
    }

    /**
     * What one application is steered by.
     *
     * @param weights of the servers that get new requests; 1 for each server of a backend of writes, whatever its weight is
     * @param writes the backend that takes its writes; absent: it takes none
     */
    record Held(
            SortedMap<Member, Integer> weights, @Nullable String writes) {

        static final Held NOTHING = new Held(Collections.emptySortedMap(), null);

        Held {
            weights = Collections.unmodifiableSortedMap(weights);
        }
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
     * What a plan asks for.
     *
     * @param open while writes may go anywhere
     * @param closed while they may not
     * @param errorBasisPoints by how much a share may be off
     * @param refusesTooMany whether writes are refused that the plan would have elsewhere: they have one backend at a time
     */
    record Wanted(ApplicationName application, Held open, Held closed, int errorBasisPoints, boolean refusesTooMany) {

        static Wanted of(RoutingPlan plan, HaproxySettings settings) {
            Reads reads = Reads.of(plan, settings);
            return new Wanted(
                    plan.application(),
                    withWrites(plan, reads.weights()),
                    new Held(reads.weights(), null),
                    reads.errorBasisPoints(),
                    Writes.of(plan) instanceof Writes.PastReadOnly);
        }
    }

    /**
     * What plans ask for.
     *
     * @param open whether writes may go anywhere
     */
    static HaproxyState desired(List<Wanted> wanted, boolean open) {
        Map<ApplicationName, Held> applications = HashMap.newHashMap(wanted.size());
        wanted.forEach(one -> applications.put(one.application(), open ? one.open() : one.closed()));
        return new HaproxyState(applications);
    }

    /** What of the plans it cannot express. */
    static List<String> shortfalls(List<Wanted> wanted) {
        Stream<String> refused = wanted.stream()
                .filter(Wanted::refusesTooMany)
                .map(one -> "all writes of %s are refused while it is read-only in some data centers"
                        .formatted(one.application()));
        Stream<String> rounded = wanted.stream()
                .filter(one -> one.errorBasisPoints() > 0)
                .map(one -> "the shares of %s are up to %d basis points off"
                        .formatted(one.application(), one.errorBasisPoints()));
        return Stream.concat(refused, rounded).toList();
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

    private static Held withWrites(RoutingPlan plan, SortedMap<Member, Integer> reads) {
        return switch (Writes.of(plan)) {
            case Writes.LikeReads() -> new Held(reads, plan.application().value());
            case Writes.ToPrimary(Standing primary) -> {
                String backend = backend(plan.application(), primary.dataCenter());
                SortedMap<Member, Integer> weights = new TreeMap<>(reads);
                primary.endpoints()
                        .forEach(endpoint -> weights.put(
                                new Member(backend, primary.dataCenter().value(), endpoint), 1));
                yield new Held(weights, backend);
            }
            case Writes.PastReadOnly past -> new Held(reads, null);
            case Writes.Refused() -> new Held(reads, null);
        };
    }

    /** What a HAProxy holds of it. */
    static HaproxyState observed(Running running, Collection<ApplicationName> applications, Instant now) {
        Map<ApplicationName, Held> held = HashMap.newHashMap(applications.size());
        applications.forEach(application -> held.put(application, observed(running, application, now)));
        return new HaproxyState(held);
    }

    private static Held observed(Running running, ApplicationName application, Instant now) {
        SortedMap<Member, Integer> weights = new TreeMap<>();
        addUsed(running.servers(application), application.value(), weights, false);
        String writes = running.write(application)
                .filter(entry -> entry.open(now))
                .map(WriteEntry::backend)
                .orElse(null);
        if (writes != null && !writes.equals(application.value())) {
            addUsed(running.servers(application), writes, weights, true);
        }
        return new Held(weights, writes);
    }

    private static void addUsed(
            List<Server> servers, String backend, SortedMap<Member, Integer> weights, boolean takesWrites) {
        servers.stream()
                .filter(server ->
                        server.id().backend().equals(backend) && server.status().used())
                .forEach(server -> Member.of(server)
                        .ifPresent(member -> weights.merge(
                                member, takesWrites ? 1 : server.status().weight(), Integer::sum)));
    }

    Held held(ApplicationName application) {
        return applications.getOrDefault(application, Held.NOTHING);
    }

    /** The same with some applications otherwise. */
    HaproxyState with(Map<ApplicationName, Held> others) {
        Map<ApplicationName, Held> held = new HashMap<>(applications);
        held.putAll(others);
        return new HaproxyState(held);
    }

    /** The same of some applications. */
    HaproxyState only(Collection<ApplicationName> some) {
        Map<ApplicationName, Held> held = HashMap.newHashMap(some.size());
        some.forEach(application -> held.put(application, held(application)));
        return new HaproxyState(held);
    }

    /** The first thing that another one holds differently; in words. */
    String differenceFrom(HaproxyState other) {
        ApplicationName application = Stream.of(this, other)
                .flatMap(state -> state.applications.keySet().stream())
                .filter(name -> !held(name).equals(other.held(name)))
                .min(Comparator.naturalOrder())
                .orElseThrow();
        Held wanted = held(application);
        Held held = other.held(application);
        for (Map.Entry<Member, Integer> weight : wanted.weights().entrySet()) {
            Integer there = held.weights().get(weight.getKey());
            if (!weight.getValue().equals(there)) {
                return "%s has weight %s, not %d".formatted(weight.getKey(), there, weight.getValue());
            }
        }
        for (Member member : held.weights().keySet()) {
            if (!wanted.weights().containsKey(member)) {
                return member + " still gets requests";
            }
        }
        return "writes of %s go to %s, not to %s".formatted(application, held.writes(), wanted.writes());
    }
}
