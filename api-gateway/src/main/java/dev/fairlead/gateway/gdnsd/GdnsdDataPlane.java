package dev.fairlead.gateway.gdnsd;

import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.gateway.dataplane.DataPlane;
import dev.fairlead.gateway.dataplane.DataPlaneException;
import dev.fairlead.gateway.gdnsd.Expected.Family;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** One gdnsd obeying plans, as far as it can: {@link Choice} says how far that is. */
final class GdnsdDataPlane implements DataPlane<ForcedStates> {

    /** gdnsd takes two seconds to look at a changed file. */
    private static final Duration SETTLING = Duration.ofSeconds(6);

    private static final Duration POLL = Duration.ofMillis(50);

    private final String name;
    private final Map<String, String> resources;
    private final AdminStateFile file;
    private final GdnsdQuestions dns;
    /** What it was last seen to answer by. */
    private volatile ForcedStates verified = ForcedStates.NONE;

    GdnsdDataPlane(String name, GdnsdSettings settings) {
        this.name = name;
        this.resources = settings.resources();
        this.file = new AdminStateFile(settings.adminStateFile());
        this.dns = new GdnsdQuestions(settings.dnsAddress());
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
        return ForcedStates.desired(plans, resources);
    }

    /** The lines that have effect: nobody else's speaks of the same, and gdnsd answers by them where it was seen to. */
    @Override
    public ForcedStates observe() {
        dns.requireAnswer();
        AdminState state = file.read();
        List<String> own = state.own();
        Set<String> claimed = state.claimed(own.stream().map(ForcedStates::key).toList());
        ForcedStates held = ForcedStates.held(own.stream()
                .filter(line -> !claimed.contains(ForcedStates.key(line)))
                .toList());
        if (held.equals(verified)) {
            for (Map.Entry<String, Expected> known : verified.expected().entrySet()) {
                held = isAnswered(known.getValue()) ? held : held.without(known.getKey());
            }
        }
        return held;
    }

    private boolean isAnswered(Expected expected) {
        return Arrays.stream(Family.values())
                .allMatch(family -> expected.allows(family, dns.addresses(expected.host(), family)));
    }

    @Override
    public void apply(ForcedStates desired, ForcedStates before) {
        AdminState state = file.read();
        Set<String> claimed =
                state.claimed(desired.lines().stream().map(ForcedStates::key).toList());
        AdminState next = state.with(desired.lines().stream()
                .filter(line -> !claimed.contains(ForcedStates.key(line)))
                .toList());
        if (!next.equals(state)) {
            file.replace(state, next);
        }
        if (!claimed.isEmpty()) {
            throw new DataPlaneException(
                    "somebody else's line in admin_state speaks of %s, which Fairlead leaves alone: remove it to hand over"
                            .formatted(String.join(", ", claimed)));
        }
    }

    @Override
    public void verify(ForcedStates desired, ForcedStates before) {
        long deadline = System.nanoTime() + SETTLING.toNanos();
        for (String resource : desired.toAsk(before)) {
            Expected expected = desired.expected().get(resource);
            if (expected != null) {
                verify(expected, deadline);
            }
        }
        verified = desired;
    }

    private void verify(Expected expected, long deadline) {
        for (Family family : Family.values()) {
            Set<InetAddress> answer = dns.addresses(expected.host(), family);
            while (!expected.allows(family, answer) && System.nanoTime() < deadline) {
                LockSupport.parkNanos(POLL.toNanos());
                answer = dns.addresses(expected.host(), family);
            }
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
