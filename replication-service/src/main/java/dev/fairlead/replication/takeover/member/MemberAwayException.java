package dev.fairlead.replication.takeover.member;

import dev.fairlead.contracts.DataCenterName;

/** A member did not answer, or refused what was asked of it. */
public final class MemberAwayException extends RuntimeException {

    MemberAwayException(DataCenterName member, Exception cause) {
        super("%s: %s".formatted(member, firstLine(cause)), cause);
    }

    private static String firstLine(Exception cause) {
        String message = String.valueOf(cause.getMessage());
        return message.lines().findFirst().orElse(message);
    }
}
