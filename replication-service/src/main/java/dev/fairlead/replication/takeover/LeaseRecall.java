package dev.fairlead.replication.takeover;

import dev.fairlead.replication.lease.LeaseCountdown;
import dev.fairlead.replication.lease.LeaseTerms;
import dev.fairlead.replication.lease.WriteLease;
import dev.fairlead.replication.lease.WriteLeases;
import dev.fairlead.runs.StepContext;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Takes the write lease of an old primary back, and gives it back when its run is turned back. */
@Component
final class LeaseRecall {

    private static final String EPOCH = "leaseEpoch";

    private final WriteLeases leases;
    private final LeaseCountdown countdown;

    LeaseRecall(WriteLeases leases, LeaseCountdown countdown) {
        this.leases = leases;
        this.countdown = countdown;
    }

    /** The sooner its last renewal is seen, the sooner its end is certain. */
    void watch(MoveInput input) {
        leases.of(input.database()).ifPresent(lease -> left(lease, input));
    }

    /** Until it has surely ended, unless it is renewed again. */
    Duration left(WriteLease lease, MoveInput input) {
        return countdown.left(lease, LeaseTerms.of(input.spec()));
    }

    /**
     * Takes it back under whatever epoch it has now.
     *
     * @return what the step is to store; empty: there is no lease
     */
    Map<String, String> recall(MoveInput input) {
        Optional<WriteLease> present = leases.of(input.database());
        if (present.isEmpty()) {
            return Map.of();
        }
        WriteLease revoked = leases.revoke(input.database(), present.get().epoch());
        if (!revoked.revoked()) {
            throw new IllegalStateException("the write lease was just given anew, under epoch " + revoked.epoch());
        }
        return Map.of(EPOCH, Long.toString(revoked.epoch()));
    }

    /** The epoch of the lease that was taken back; empty: there was none. */
    static Optional<Long> epoch(StepContext<MoveInput> context) {
        return epoch(context.outputOf(FenceStep.NAME));
    }

    static Optional<Long> epoch(Map<String, String> stored) {
        return Optional.ofNullable(stored.get(EPOCH)).map(Long::valueOf);
    }

    /** The lease if it was taken back. */
    Optional<WriteLease> recalled(StepContext<MoveInput> context) {
        return epoch(context).isPresent() ? leases.of(context.input().database()) : Optional.empty();
    }

    /**
     * Gives it to whoever had it.
     *
     * @return the epoch under which a fence is lifted
     */
    long giveBack(MoveInput input) {
        Optional<WriteLease> present = leases.of(input.database());
        if (present.isEmpty()) {
            return 1;
        }
        WriteLease lease = present.get();
        return lease.revoked() && lease.holder().equals(input.from())
                ? leases.grant(input.database(), input.from(), lease.epoch() + 1)
                        .epoch()
                : lease.epoch();
    }

    /** Why the lease is not the new primary's; empty: it is, or there is none. */
    Optional<String> open(StepContext<MoveInput> context, ChooseStep.Chosen chosen) {
        Optional<Long> epoch = epoch(context);
        if (epoch.isEmpty()) {
            return Optional.empty();
        }
        WriteLease lease = leases.grant(context.input().database(), chosen.dataCenter(), epoch.get() + 1);
        return lease.holder().equals(chosen.dataCenter()) && lease.epoch() > epoch.get()
                ? Optional.empty()
                : Optional.of("the write lease is held by %s under epoch %d".formatted(lease.holder(), lease.epoch()));
    }
}
