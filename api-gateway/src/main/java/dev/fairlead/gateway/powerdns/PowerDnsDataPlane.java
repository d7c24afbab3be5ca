package dev.fairlead.gateway.powerdns;

import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.gateway.dataplane.Applied;
import dev.fairlead.gateway.dataplane.DataPlane;
import dev.fairlead.gateway.dataplane.DataPlaneException;
import dev.fairlead.gateway.dataplane.PerPlan;
import dev.fairlead.gateway.dataplane.Pusher;
import dev.fairlead.gateway.dataplane.Refusal;
import dev.fairlead.gateway.dataplane.Sample;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** One PowerDNS server obeying plans. */
final class PowerDnsDataPlane implements DataPlane<Holdings>, AutoCloseable {

    private static final String FOREIGN =
            "Fairlead did not write its address records and leaves them alone: remove them to hand over";

    private final String name;
    private final Zones zones;
    private final PowerDnsApi api;
    private final DnsQuestions dns;
    private final PerPlan<Optional<Part>> parts = new PerPlan<>(this::part);

    /** The zones as a claim found them, for the change that follows it. */
    private @Nullable List<String> found;

    /** What is still to be asked about the last change. */
    private List<Asked> unasked = List.of();

    /** The zones that are not rectified any more; a hand that turns it on again after the start has its reasons. */
    private final Set<String> unrectified = ConcurrentHashMap.newKeySet();

    PowerDnsDataPlane(String name, PowerDnsSettings settings) {
        this.name = name;
        this.zones = new Zones(settings.zones());
        this.api = new PowerDnsApi(settings);
        this.dns = new DnsQuestions(settings.dnsAddress());
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String kind() {
        return "powerdns";
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(true, Weights.HASHED, true);
    }

    @Override
    public boolean corrected() {
        return true;
    }

    @Override
    public boolean shared() {
        return true;
    }

    @Override
    public void claim(Pusher pusher, Holdings desired, @Nullable Holdings before) {
        List<String> existing = api.zones();
        found = existing;
        Set<String> unmarked = new TreeSet<>();
        for (RrSet.Key key :
                desired.changesFrom(before == null ? Holdings.NONE : before).keySet()) {
            String zone = zones.of(Holdings.host(key), existing);
            if (existing.contains(zone)) {
                unmarked.add(zone);
            }
        }
        unmarked.removeIf(zone -> {
            Optional<Pusher> written = api.pusher(zone);
            written.ifPresent(pusher::requireAhead);
            return written.filter(pusher::equals).isPresent();
        });
        unmarked.forEach(zone -> api.write(zone, pusher));
    }

    @Override
    public Holdings desired(List<RoutingPlan> plans) {
        return Holdings.desired(
                parts.of(plans).stream().flatMap(Optional::stream).toList());
    }

    /** Empty where Fairlead may not write to the host's zone. */
    private Optional<Part> part(RoutingPlan plan) {
        return zones.allow(Zones.absolute(plan.host())) ? Optional.of(Part.of(plan)) : Optional.empty();
    }

    @Override
    public Set<String> names(Holdings state) {
        return state.names();
    }

    @Override
    public Holdings keeping(Holdings desired, Set<String> names, Holdings before) {
        return desired.keeping(names, before);
    }

    @Override
    public Holdings observe() {
        SortedMap<RrSet.Key, RrSet> all = new TreeMap<>();
        api.zones().stream().filter(zones::includes).forEach(zone -> all.putAll(api.rrsets(zone)));
        return Holdings.marked(all);
    }

    @Override
    public Applied<Holdings> apply(Holdings desired, Holdings before) {
        List<String> existing = found == null ? api.zones() : found;
        found = null;
        Map<String, SortedMap<RrSet.Key, RrSet>> byZone = new TreeMap<>();
        desired.changesFrom(before)
                .forEach((key, rrset) -> byZone.computeIfAbsent(
                                zones.of(Holdings.host(key), existing), zone -> new TreeMap<>())
                        .put(key, rrset));
        SortedMap<String, String> refused = new TreeMap<>(desired.leftOut());
        refused.putAll(desired.refusedAlready(before));
        byZone.forEach((zone, changes) -> {
            if (!existing.contains(zone)) {
                api.create(zone);
            } else if (!unrectified.contains(zone)) {
                api.neverRectify(zone);
            }
            unrectified.add(zone);
            withoutForeign(zone, changes, before).forEach(host -> refused.put(host, FOREIGN));
            refused.putAll(Batches.push(changes, batch -> api.change(zone, batch)));
        });
        return refused.isEmpty()
                ? Applied.whole(desired)
                : new Applied<>(
                        desired.except(refused, before),
                        refused.entrySet().stream()
                                .map(host -> new Refusal(host.getKey(), host.getValue()))
                                .toList());
    }

    /** A host that is claimed for the first time must not have records of somebody else's; those that do are taken out. */
    private Set<String> withoutForeign(String zone, SortedMap<RrSet.Key, RrSet> changes, Holdings before) {
        Set<String> claimed = new TreeSet<>();
        changes.keySet().stream()
                .map(Holdings::host)
                .filter(host -> !before.marks(host))
                .forEach(claimed::add);
        if (claimed.isEmpty()) {
            return Set.of();
        }
        claimed.retainAll(Holdings.foreign(api.rrsets(zone)));
        changes.keySet().removeIf(key -> claimed.contains(Holdings.host(key)));
        return claimed;
    }

    /** Of many that changed a sample is asked for, and the others once that is right. */
    @Override
    public void verify(Holdings desired, Holdings before) {
        Sample<Asked> sample = Sample.of(asked(desired, before));
        unasked = sample.rest();
        ask(sample.first());
        if (desired.equals(before)) {
            settle(desired);
        }
    }

    @Override
    public void settle(Holdings obeyed) {
        List<Asked> rest = unasked;
        unasked = List.of();
        ask(rest);
    }

    private static List<Asked> asked(Holdings desired, Holdings before) {
        List<Asked> asked = new ArrayList<>();
        for (String host : desired.toAsk(before)) {
            for (Expected each : desired.expected(host)) {
                LuaContent.Family family = each.family();
                if (family == LuaContent.Family.A || desired.speaksOf(host, family) || before.speaksOf(host, family)) {
                    asked.add(new Asked(new DnsQuestions.Question(host, family, each.client()), each));
                }
            }
        }
        return asked;
    }

    /** All are asked together; what is not right at once is asked again by itself. */
    private void ask(List<Asked> asked) {
        if (asked.isEmpty()) {
            return;
        }
        List<Optional<Set<InetAddress>>> answers =
                dns.addresses(asked.stream().map(Asked::question).toList());
        for (int i = 0; i < answers.size(); i++) {
            Asked one = asked.get(i);
            if (answers.get(i).filter(one.expected()::allows).isEmpty()) {
                verify(one.question().name(), one.expected());
            }
        }
    }

    private record Asked(DnsQuestions.Question question, Expected expected) {}

    /** A wrong answer may come from a cache that filled while the change was committed, so it is flushed and asked again. */
    private void verify(String host, Expected expected) {
        if (expected.allows(dns.addresses(host, expected.family(), expected.client()))) {
            return;
        }
        api.flush(host);
        Set<InetAddress> again = dns.addresses(host, expected.family(), expected.client());
        if (!expected.allows(again)) {
            throw new DataPlaneException("%s %s is answered %s to %s; decided was one of %s"
                    .formatted(
                            expected.family(),
                            host,
                            shown(again),
                            expected.client() == null ? "this gateway" : expected.client(),
                            expected.alternatives().stream()
                                    .map(PowerDnsDataPlane::shown)
                                    .toList()));
        }
    }

    private static List<String> shown(Set<InetAddress> addresses) {
        return addresses.stream().map(InetAddress::getHostAddress).sorted().toList();
    }

    @Override
    public void close() {
        api.close();
    }
}
