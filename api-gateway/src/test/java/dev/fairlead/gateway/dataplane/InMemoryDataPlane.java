package dev.fairlead.gateway.dataplane;

import dev.fairlead.contracts.traffic.RoutingPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * A data plane whose state is the epoch of each application. Strict: a change against a state that it does not hold is
 * an error of the caller's. It can be down, hang, refuse some applications, accept changes without obeying, and be changed by another
 * hand.
 */
final class InMemoryDataPlane implements DataPlane<Map<String, Long>>, AutoCloseable {

    private final String name;
    private final List<String> calls = new ArrayList<>();
    private Map<String, Long> state = Map.of();
    private List<String> remarks = List.of();
    private List<Tally> tallies = List.of();
    private int timesCounted;
    private boolean uncountable;
    private boolean corrected;
    private boolean shared;
    private boolean down;
    private boolean deaf;
    private volatile List<String> shortfalls = List.of();
    private Set<String> refused = Set.of();
    private @Nullable CountDownLatch slow;

    InMemoryDataPlane(String name) {
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String kind() {
        return "in-memory";
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(false, Weights.EXACT, false);
    }

    @Override
    public List<String> shortfalls(List<RoutingPlan> plans) {
        return shortfalls;
    }

    @Override
    public Map<String, Long> desired(List<RoutingPlan> plans) {
        Map<String, Long> desired = new TreeMap<>();
        plans.forEach(plan -> desired.put(plan.application().value(), plan.epoch()));
        return Map.copyOf(desired);
    }

    @Override
    public Set<String> names(Map<String, Long> held) {
        return held.keySet();
    }

    @Override
    public Map<String, Long> keeping(Map<String, Long> desired, Set<String> names, Map<String, Long> before) {
        Map<String, Long> kept = new TreeMap<>(before);
        kept.keySet().retainAll(names);
        kept.putAll(desired);
        return Map.copyOf(kept);
    }

    @Override
    public Map<String, Long> observe() {
        return called("observe");
    }

    @Override
    public Applied<Map<String, Long>> apply(Map<String, Long> desired, Map<String, Long> before) {
        Map<String, Long> reached = new TreeMap<>(desired);
        List<Refusal> refusals = new ArrayList<>();
        CountDownLatch gate;
        synchronized (this) {
            Map<String, Long> held = called("apply");
            if (!before.equals(held) && !before.equals(desired)) {
                calls.add("against-unseen-state");
            }
            for (String application : refused) {
                Long was = held.get(application);
                if (was == null) {
                    reached.remove(application);
                } else {
                    reached.put(application, was);
                }
                refusals.add(new Refusal(application, "not here"));
            }
            if (!deaf) {
                state = Map.copyOf(reached);
            }
            gate = slow;
        }
        if (gate != null) {
            try {
                gate.await();
            } catch (InterruptedException e) {
                throw new DataPlaneException("interrupted", e);
            }
        }
        return new Applied<>(Map.copyOf(reached), refusals);
    }

    @Override
    public void verify(Map<String, Long> desired, Map<String, Long> before) {
        if (!called("verify").equals(desired)) {
            throw new DataPlaneException("it answers otherwise");
        }
    }

    @Override
    public synchronized boolean corrected() {
        return corrected;
    }

    @Override
    public synchronized boolean shared() {
        return shared;
    }

    @Override
    public synchronized List<String> tend(Map<String, Long> obeyed) {
        return remarks;
    }

    @Override
    public synchronized List<Tally> tallies() {
        timesCounted++;
        if (uncountable) {
            throw new DataPlaneException("no counters today");
        }
        return tallies;
    }

    @Override
    public synchronized void close() {
        calls.add("close");
    }

    private synchronized Map<String, Long> called(String what) {
        calls.add(what);
        if (down) {
            throw new DataPlaneException("connection refused");
        }
        return state;
    }

    synchronized Map<String, Long> state() {
        return state;
    }

    synchronized List<String> calls() {
        return List.copyOf(calls);
    }

    synchronized void forgetCalls() {
        calls.clear();
    }

    synchronized void setDown(boolean isDown) {
        down = isDown;
    }

    synchronized void setDeaf(boolean isDeaf) {
        deaf = isDeaf;
    }

    /** Of which applications it takes nothing from now on. */
    synchronized void refuse(String... applications) {
        refused = Set.of(applications);
    }

    /** What it says from now on that it cannot express. */
    void setShortfalls(String... sentences) {
        shortfalls = List.of(sentences);
    }

    /** What there is to know besides. */
    synchronized void setRemarks(String... known) {
        remarks = List.of(known);
    }

    /** Makes it one that answers DNS. */
    synchronized void answersDns() {
        corrected = true;
    }

    /** Makes it one that several gateways reach. */
    synchronized void reachedBySeveral() {
        shared = true;
    }

    /** What it has counted from now on. */
    synchronized void setTallies(Tally... counted) {
        tallies = List.of(counted);
    }

    synchronized void setUncountable(boolean isUncountable) {
        uncountable = isUncountable;
    }

    /** How often it was asked what it has counted. */
    synchronized int timesCounted() {
        return timesCounted;
    }

    /** Makes each change hang until the latch opens. */
    synchronized void setSlow(@Nullable CountDownLatch until) {
        slow = until;
    }

    /** Changes it as another hand would. */
    synchronized void changeByHand(Map<String, Long> other) {
        state = Map.copyOf(other);
    }
}
