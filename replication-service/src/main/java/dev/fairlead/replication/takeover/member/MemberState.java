package dev.fairlead.replication.takeover.member;

import dev.fairlead.replication.timeline.Branch;
import dev.fairlead.replication.timeline.Lsn;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a member is at this moment. */
public sealed interface MemberState {

    Branch branch();

    /**
     * It accepts writes.
     *
     * @param written up to where its log is written
     */
    record Primary(Branch branch, Lsn written) implements MemberState {}

    /**
     * It replays.
     *
     * @param received up to where it has its primary's log, replayed or not
     * @param receiver its connection to the primary; absent: it has none
     */
    record Standby(Branch branch, Lsn received, @Nullable Receiver receiver) implements MemberState {}

    /**
     * What keeps a standby fed.
     *
     * @param silentFor time since the primary was heard last, by the standby's clock
     */
    record Receiver(String status, Duration silentFor) {

        public boolean streams() {
            return status.equals("streaming");
        }
    }
}
