package dev.fairlead.replication.timeline;

import dev.fairlead.contracts.DataCenterName;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One direction between two members that both take writes.
 *
 * @param slot of the sender; absent: none is known to be the receiver's
 * @param connected whether the receiver is, as the sender said last
 * @param senderAnswers whether the sender does; what one that is lost has not sent counts against nobody
 * @param bytesBehind of the sender's log; absent: not known
 * @param stalenessBoundMs everything committed at the sender longer ago is on the receiver; absent: nothing can be said
 * @param conflicts of what the receiver got with what it had, by kind, since its statistics were reset; absent: its server does not
 *     count them, or they are not known
 */
public record WriterPair(
        DataCenterName from,
        DataCenterName to,
        @Nullable String slot,
        boolean connected,
        boolean senderAnswers,
        @Nullable Long bytesBehind,
        @Nullable Long stalenessBoundMs,
        @Nullable Map<String, Long> conflicts,
        String reason) {}
