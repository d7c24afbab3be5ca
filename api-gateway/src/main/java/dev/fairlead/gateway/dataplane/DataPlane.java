package dev.fairlead.gateway.dataplane;

import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.gateway.choice.Clientele;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A DNS server or a proxy that obeys plans. Adapters are stateless towards the loop: desired and observed state are
 * values of {@code S}, equal exactly when nothing is to be done. Every bean of this type gets a loop of its own. Every
 * method may throw {@link DataPlaneException}; the loop then keeps what is there, backs off and shows the reason.
 *
 * @param <S> the state that this kind of data plane is steered by
 */
public interface DataPlane<S> {

    /** What operators call it. */
    String name();

    /** Such as {@code builtin-dns}, {@code powerdns}, {@code envoy}. */
    String kind();

    /** What this kind can express of a plan, for operators to see. */
    Capabilities capabilities();

    /** What of these plans it cannot express, in sentences for operators; pure. */
    default List<String> shortfalls(List<RoutingPlan> plans) {
        return List.of();
    }

    /**
     * Whether it answers DNS by weights: then what it is told may differ from the plans by as much as brings requests where the
     * plans want them, and what it counts itself are answers and no requests.
     */
    default boolean corrected() {
        return false;
    }

    /** Whether several gateways reach it, so that one of them has to be the one that pushes. */
    default boolean shared() {
        return false;
    }

    /**
     * Writes into a shared one who pushes, before a change. Throws {@link OvertakenException} when it names another pusher with
     * a higher epoch: that one has taken over while this one did not look.
     *
     * @param before what it held before the change; absent: pushing begins
     */
    default void claim(Pusher pusher, S desired, @Nullable S before) {}

    /** What it should hold; pure. */
    S desired(List<RoutingPlan> plans);

    /**
     * Of whom a state speaks: hosts, or applications where it knows no hosts; pure. None of one that cannot keep what is no longer
     * planned.
     */
    default Set<String> names(S state) {
        return Set.of();
    }

    /** The desired state with some names, of which it does not speak, as they were before; pure. */
    default S keeping(S desired, Set<String> names, S before) {
        return desired;
    }

    /** What it holds now, read from it. */
    S observe();

    /**
     * Brings it from {@code before} to {@code desired} in as few calls as it can; idempotent. Where it takes only a part, the rest of it
     * is told and nothing thrown.
     *
     * @param before what it held when it was last observed, or what was last reached: then what was refused is not asked for again
     *     until something else is wanted there
     */
    Applied<S> apply(S desired, S before);

    /**
     * Asks it as a user would (a DNS query, a request, an ACK) and throws when the answer is not the desired one.
     *
     * @param before what it held before the change, so that only what changed needs to be asked
     */
    void verify(S desired, S before);

    /**
     * Does what a change leaves to do and nobody has to wait for, such as writing down what it would start from, or asking for those of
     * many names that were not asked for yet; called right after each change that it was seen to obey.
     */
    default void settle(S obeyed) {}

    /**
     * Does what falls due by itself while it obeys, such as the end of a drain; called after each look.
     *
     * @return what operators should know all the same, each in a few words
     */
    default List<String> tend(S obeyed) {
        return List.of();
    }

    /**
     * What it has counted since it started, each counter once; none where it does not tell. Read beside the loop, as often as that looks:
     * a call may come while another method runs.
     */
    default List<Tally> tallies() {
        return List.of();
    }

    /** Whose users it serves, where it serves one place and does not tell them apart itself. */
    default Optional<Clientele> place() {
        return Optional.empty();
    }

    /**
     * @param geography whether audiences by country and continent are told apart
     * @param weights how true the shares are
     * @param sticky whether a client network keeps its data center
     * @param withdraws whether it can leave a host without an answer, where a plan sends nobody anywhere or there is none
     */
    record Capabilities(boolean geography, Weights weights, boolean sticky, boolean withdraws) {

        /** Of one whose hosts are all there is to it. */
        public Capabilities(boolean geography, Weights weights, boolean sticky) {
            this(geography, weights, sticky, true);
        }
    }

    /** How true a data plane is to the shares. */
    enum Weights {
        /** Counted out request by request. */
        EXACT,
        /** By a hash of the client's network: true over many networks. */
        HASHED,
        /** Only an equal split over some of them. */
        SUBSET_ONLY,
        /** Not at all: whoever has a share is in, and the server's own configuration says who goes where. */
        NONE
    }
}
