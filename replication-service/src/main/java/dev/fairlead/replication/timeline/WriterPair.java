package dev.fairlead.replication.timeline;

import dev.fairlead.contracts.DataCenterName;
import org.jspecify.annotations.Nullable;

/**
 * One direction between two members that both take writes.
 *
 * @param slot of the sender; absent: none is known to be the receiver's
 * @param connected whether the receiver is, as the sender said last
 * @param senderAnswers whether the sender does; what one that is lost has not sent counts against nobody
 * @param bytesBehind of the sender's log; absent: not known
 * @param stalenessBoundMs everything committed at the sender longer ago is on the receiver; absent: nothing can be said
 */
public record WriterPair(
        DataCenterName from,
        DataCenterName to,
        @Nullable String slot,
        boolean connected,
        boolean senderAnswers,
        @Nullable Long bytesBehind,
        @Nullable Long stalenessBoundMs,
        String reason) {}
