package dev.fairlead.replication.local;

import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.replication.sample.Credentials;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A PostgreSQL server beside this service. Every call can be repeated, also after it was broken off at any point, and returns
 * within seconds, except {@link #rewind} and {@link #copy}. A program that fails or is missing is an {@link IOException} that
 * says what it said.
 */
public interface LocalServer {

    boolean isRunning() throws IOException;

    /** Whether it was ever made; one that was not is made by {@link #copy}. */
    boolean hasData();

    /** How much of a {@link #copy} is there; 0: none is under way. */
    long copiedBytes() throws IOException;

    /** Returns when no process of the server is left; the fence is another thing, see {@link #fence}. */
    void stop(StopMode mode) throws IOException;

    /**
     * Keeps the server from writing: stops it at once and leaves a mark, so that {@link #start} refuses and whoever else
     * starts it gets a server that only reads. The mark goes with {@link #release} or, because a standby cannot write, with
     * {@link #follow}.
     *
     * @param epoch of the write lease that was lost
     */
    void fence(long epoch) throws IOException;

    /** The epoch under which the server is fenced; empty: it is not. */
    OptionalLong fenced() throws IOException;

    /**
     * Lifts the fence; the server is not started.
     *
     * @param epoch of the write lease that its data center now holds: a fence of this epoch or a later one stays, and the call fails
     */
    void release(long epoch) throws IOException;

    /** Returns when it takes connections; fails while it is fenced or its data folder is half rewound. */
    void start() throws IOException;

    /**
     * Takes back what the server wrote after the history of the source left its own; stops it if it runs. What is taken back is
     * kept first, as log files in a folder beside the data folder that is named with their timeline, see {@link #takenBack}. A rewind that was broken
     * off cannot be done again: then only {@link #copy} helps. The server is to {@link #follow} next.
     *
     * @throws RewindImpossibleException if it never will work
     */
    void rewind(EndpointAddress source, Credentials.Login login, String databaseName) throws IOException;

    /**
     * Replaces the data by a copy of the source's, made beside the data folder and then exchanged with it; stops the server for
     * the exchange. The old data folder is kept beside it, and what of its log the source has not, see {@link #takenBack}. The
     * server is to {@link #follow} next.
     *
     * @param slot of the source, there already, which keeps the log from the copy on
     */
    void copy(EndpointAddress source, Credentials.Login login, String databaseName, String slot) throws IOException;

    /**
     * What the server had of this timeline and a rewind or a copy took back, read from the log that was kept of it.
     *
     * @return empty: there was nothing
     */
    Optional<LostLog> takenBack(long timeline) throws IOException;

    /**
     * The rows of what was taken back, which the server itself read before.
     *
     * @return empty: there was nothing, or they could not be read
     */
    Optional<KeptRows> keptRows(long timeline) throws IOException;

    /**
     * Makes the stopped server a standby, which it is after the next {@link #start}.
     *
     * @param applicationName by which the primary's synchronous standbys are named
     * @param slot of the primary
     */
    void follow(EndpointAddress primary, Credentials.Login login, String applicationName, String slot)
            throws IOException;
}
