package dev.fairlead.replication.join.rule;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.replication.DatabaseMember.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is next for a server under local control that is a member by the resource. */
public sealed interface Next {

    /** A recovery from a copy may take it before it connects. */
    Duration PATIENCE = Duration.ofMinutes(5);

    /** As often as it is told to follow before it is copied anew: it may have left the primary's history. */
    int TRIES = 3;

    /** A bound is never below the sampling period and the round trips. */
    Duration CAUGHT_UP = Duration.ofSeconds(5);

    /** It is a member. */
    record Nothing() implements Next {}

    record Wait(String reason) implements Next {}

    record Copy(DataCenterName from) implements Next {}

    record Follow(DataCenterName primary) implements Next {}

    /** It is seen to follow, or others do follow it. */
    record Joined(String reason) implements Next {}

    /**
     * How far it was brought.
     *
     * @param tries how often it was told to follow
     * @param since when it was last told to
     */
    record Joining(Stage stage, int tries, Instant since) {}

    /**
     * What is seen of the server.
     *
     * @param hasData whether there is anything that must not be written over
     */
    record Here(DataCenterName dataCenter, boolean hasData, boolean running, boolean fenced) {}

    /**
     * What is seen of the database.
     *
     * @param primary who is it at this moment; absent: nobody, or several say so
     * @param hindrance why nothing may be begun now; empty: nothing
     * @param attached whether the primary sends this member its log
     * @param bound of this member; absent: nothing is certified
     */
    record Database(
            @Nullable DataCenterName primary,
            Optional<String> hindrance,
            boolean attached,
            @Nullable Duration bound) {}

    /**
     * Decides.
     *
     * @param joining absent: it was not begun
     */
    static Next of(@Nullable Joining joining, Here here, Database database, Instant now) {
        if (joining == null && here.hasData()) {
            return new Nothing();
        }
        DataCenterName primary = database.primary();
        if (here.dataCenter().equals(primary)) {
            return here.hasData()
                    ? new Joined("it is the primary")
                    : new Wait("it was the primary and has no data: somebody else has to take over first");
        }
        if (here.fenced()) {
            return new Wait("its server is fenced");
        }
        if (database.hindrance().isPresent()) {
            return new Wait(database.hindrance().get());
        }
        if (primary == null) {
            return new Wait("no primary answers");
        }
        return joining == null || joining.stage() != Stage.CATCHING_UP
                ? new Copy(primary)
                : catchingUp(joining, here, database, primary, now);
    }

    private static Next catchingUp(Joining joining, Here here, Database database, DataCenterName primary, Instant now) {
        Duration bound = database.bound();
        if (database.attached()) {
            return bound != null && bound.compareTo(CAUGHT_UP) <= 0
                    ? new Joined("it follows %s".formatted(primary))
                    : new Wait(
                            bound == null
                                    ? "it follows %s; how old its data is nobody can certify yet".formatted(primary)
                                    : "it follows %s and is %d ms behind".formatted(primary, bound.toMillis()));
        }
        if (here.running() && now.isBefore(joining.since().plus(PATIENCE))) {
            return new Wait("it runs and does not stream from %s yet".formatted(primary));
        }
        return joining.tries() < TRIES ? new Follow(primary) : new Copy(primary);
    }
}
