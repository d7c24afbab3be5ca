package dev.fairlead.quickstart.story;

import dev.fairlead.quickstart.client.EdgeClient;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Users who place orders, one after the other, and others who read them, all the while and through the edge. */
final class Load implements AutoCloseable {

    private static final Duration BETWEEN_ORDERS = Duration.ofMillis(40);
    private static final Duration BETWEEN_READS = Duration.ofMillis(20);

    private final Ledger ledger = new Ledger();
    private final Users users;
    private final long first = System.currentTimeMillis() * 1_000; // nobody's before
    private final Thread writer;
    private final Thread reader;
    private volatile Reads reads = new Reads(0, 0, null);

    private Load(Users users, List<Client> clients) {
        this.users = users;
        this.writer = Thread.ofPlatform().daemon().name("writer").unstarted(() -> write(turns(clients)));
        this.reader = Thread.ofPlatform().daemon().name("reader").unstarted(() -> read(turns(clients)));
    }

    static Load start(Users users, List<Client> clients) {
        Load load = new Load(users, clients);
        load.writer.start();
        load.reader.start();
        return load;
    }

    /**
     * What came of reading.
     *
     * @param failure the last one; absent: there was none
     */
    record Reads(long answered, long failed, @Nullable String failure) {

        /** Since the others, every read was answered. */
        Expectation noneFailedSince(Reads before) {
            long failures = failed - before.failed;
            return new Expectation(
                    failures == 0 && answered > before.answered,
                    "%d reads were answered meanwhile, %d failed%s"
                            .formatted(
                                    answered - before.answered,
                                    failures,
                                    failures == 0 ? "" : ", such as: " + failure));
        }
    }

    Ledger ledger() {
        return ledger;
    }

    Reads reads() {
        return reads;
    }

    /** The number of the first order. */
    long first() {
        return first;
    }

    private static Iterator<Client> turns(List<Client> clients) {
        return Stream.generate(clients::stream).flatMap(Function.identity()).iterator();
    }

    private void write(Iterator<Client> turns) {
        long number = first;
        while (paused(BETWEEN_ORDERS)) {
            EdgeClient.Answer answer = users.order(turns.next(), number);
            if (answer.status() == 201 && answer.dataCenter() != null) {
                ledger.acknowledged(new Ledger.Entry(number, Instant.now(), answer.dataCenter()));
                number++;
            }
        }
    }

    private void read(Iterator<Client> turns) {
        while (paused(BETWEEN_READS)) {
            EdgeClient.Answer answer = users.read(turns.next());
            Reads before = reads;
            reads = answer.status() == 200
                    ? new Reads(before.answered() + 1, before.failed(), before.failure())
                    : new Reads(before.answered(), before.failed() + 1, answer.reason());
        }
    }

    /** Whether to go on. */
    private static boolean paused(Duration length) {
        try {
            Thread.sleep(length);
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    @Override
    public void close() {
        writer.interrupt();
        reader.interrupt();
    }
}
