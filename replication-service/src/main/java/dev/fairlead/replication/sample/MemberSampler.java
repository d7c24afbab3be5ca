package dev.fairlead.replication.sample;

import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.loop.Loop;
import dev.fairlead.loop.Pass;
import dev.fairlead.replication.timeline.Answer;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The loop that reads one member, reconnecting with growing distance while it does not answer. */
final class MemberSampler implements AutoCloseable {

    /** Longest pause between two attempts to reach a member that is away. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private final Target target;
    private final Credentials credentials;
    private final InstantSource clock;
    private final Instant began;
    private final Consumer<Reading> onAnswer;
    private final Consumer<String> onSilence;
    private final TimesTaken times = new TimesTaken();
    private final Whereabouts whereabouts;
    private final Loop loop;
    private volatile @Nullable MemberConnection connection;
    private @Nullable EndpointAddress connectedTo; // used by the loop

    MemberSampler(
            String name,
            Target target,
            Credentials credentials,
            InstantSource clock,
            Consumer<Reading> onAnswer,
            Consumer<String> onSilence) {
        this.target = target;
        this.credentials = credentials;
        this.clock = clock;
        this.began = clock.instant();
        this.onAnswer = onAnswer;
        this.onSilence = onSilence;
        this.whereabouts = new Whereabouts("patroni-" + name, target.member());
        Duration interval = target.every().compareTo(LONGEST_PAUSE) > 0 ? target.every() : LONGEST_PAUSE;
        this.loop = Loop.start(name, interval, this::read);
    }

    Target target() {
        return target;
    }

    /** The same as it is read now. */
    Target reached() {
        return target.at(whereabouts.address());
    }

    Instant began() {
        return began;
    }

    TimesTaken times() {
        return times;
    }

    private Pass read() {
        try {
            Target reached = reached();
            if (!reached.address().equals(connectedTo)) {
                disconnect();
                connectedTo = reached.address();
            }
            MemberConnection open = connection;
            if (open == null) {
                open = MemberConnection.open(reached, credentials.login(target.credentials()));
                connection = open;
            }
            Instant askedAt = clock.instant();
            Answer answer = open.ask(askedAt);
            Reading reading = new Reading(answer, askedAt, Duration.between(askedAt, clock.instant()));
            times.add(askedAt, reading.took());
            onAnswer.accept(reading);
            Duration left = target.every().minus(Duration.between(askedAt, clock.instant()));
            return new Pass.Again(left.isNegative() ? Duration.ZERO : left);
        } catch (SQLException | IOException e) {
            disconnect();
            String failure = firstLine(e);
            onSilence.accept(failure);
            return new Pass.Retry(failure);
        }
    }

    private static String firstLine(Exception e) {
        String message = String.valueOf(e.getMessage());
        return message.lines().findFirst().orElse(message);
    }

    private void disconnect() {
        MemberConnection open = connection;
        connection = null;
        if (open != null) {
            open.close();
        }
    }

    @Override
    public void close() {
        whereabouts.close();
        disconnect(); // ends a read that waits for a silent member
        loop.close();
        disconnect();
    }
}
