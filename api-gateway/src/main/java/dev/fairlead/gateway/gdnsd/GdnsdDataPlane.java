package dev.fairlead.gateway.gdnsd;

import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.gateway.dataplane.Applied;
import dev.fairlead.gateway.dataplane.DataPlane;
import dev.fairlead.gateway.dataplane.DataPlaneException;
import dev.fairlead.gateway.dataplane.Refusal;
import dev.fairlead.gateway.gdnsd.Expected.Family;
import dev.fairlead.gateway.gdnsd.GdnsdSettings.Witness;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** One gdnsd obeying plans, as far as it can: {@link Choice} says how far that is. */
final class GdnsdDataPlane implements DataPlane<ForcedStates> {

    /** gdnsd takes two seconds to look at a changed file. */
    private static final Duration SETTLING = Duration.ofSeconds(6);

    private static final Duration POLL = Duration.ofMillis(50);

    private static final String LEFT =
            "somebody else's line in admin_state speaks of %s, which Fairlead leaves alone: remove it to hand over";

    private final String name;
    private final Map<String, String> resources;
    private final AdminStateFile file;
    private final GdnsdQuestions dns;
    private final Witness witness;

    GdnsdDataPlane(String name, GdnsdSettings settings) {
        this.name = name;
        this.resources = settings.resources();
        this.file = new AdminStateFile(settings.adminStateFile());
        this.dns = new GdnsdQuestions(settings.dnsAddress());
        this.witness = settings.witness();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String kind() {
        return "gdnsd";
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(false, Weights.NONE, true, false);
    }

    @Override
    public List<String> shortfalls(List<RoutingPlan> plans) {
        return plans.stream()
                .filter(plan -> resources.containsKey(plan.application().value()))
                .flatMap(plan -> Choice.of(plan).shortfalls().stream())
                .toList();
    }

    @Override
    public ForcedStates desired(List<RoutingPlan> plans) {
        return ForcedStates.desired(plans, resources, witness.dataCenter());
    }

    /** The lines that have effect: nobody else's speaks of the same, and of witnesses only the one that gdnsd goes by. */
    @Override
    public ForcedStates observe() {
        String inForce = ForcedStates.witness(witness.dataCenter(), dns.ttl(witness.host()));
        AdminState state = file.read();
        List<String> own = state.own();
        Set<String> claimed = state.claimed(own.stream().map(ForcedStates::key).toList());
        return ForcedStates.held(own.stream()
                .filter(line -> !claimed.contains(ForcedStates.key(line)))
                .filter(line -> !ForcedStates.key(line).equals(witness.dataCenter()) || line.equals(inForce))
                .toList());
    }

    /** The witness has the version of those lines that are not left to others. */
    @Override
    public Applied<ForcedStates> apply(ForcedStates desired, ForcedStates before) {
        AdminState state = file.read();
        Set<String> claimed =
                state.claimed(desired.lines().stream().map(ForcedStates::key).toList());
        ForcedStates reached = claimed.isEmpty() ? desired : desired.without(claimed, witness.dataCenter());
        AdminState next = state.with(reached.lines().stream()
                .filter(line -> !claimed.contains(ForcedStates.key(line)))
                .toList());
        if (!next.equals(state)) {
            file.replace(state, next);
        }
        if (claimed.contains(witness.dataCenter())) {
            throw new DataPlaneException(LEFT.formatted(witness.dataCenter()) + "; without it nothing can be verified");
        }
        return new Applied<>(
                reached,
                claimed.stream()
                        .map(key -> new Refusal(desired.host(key), LEFT.formatted(key)))
                        .toList());
    }

    @Override
    public void verify(ForcedStates desired, ForcedStates before) {
        long deadline = System.nanoTime() + SETTLING.toNanos();
        long version = dns.ttl(witness.host());
        while (version != desired.version() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(POLL.toNanos());
            version = dns.ttl(witness.host());
        }
        if (version != desired.version()) {
            throw new DataPlaneException(
                    "gdnsd does not go by its admin_state file, as its log should tell: %s has the TTL %d and not %d"
                            .formatted(witness.host(), version, desired.version()));
        }
        desired.toAsk(before).forEach(this::verify);
    }

    private void verify(Expected expected) {
        for (Family family : Family.values()) {
            Set<InetAddress> answer = dns.addresses(expected.host(), family);
            if (!expected.allows(family, answer)) {
                throw new DataPlaneException("%s %s is answered %s; decided was one of %s"
                        .formatted(
                                family,
                                expected.host(),
                                shown(answer),
                                expected.up().stream()
                                        .map(GdnsdDataPlane::shown)
                                        .toList()));
            }
        }
    }

    private static List<String> shown(Set<InetAddress> addresses) {
        return addresses.stream().map(InetAddress::getHostAddress).sorted().toList();
    }
}
