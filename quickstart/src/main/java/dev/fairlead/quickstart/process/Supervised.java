package dev.fairlead.quickstart.process;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A process that is kept running: when it dies it is started again, and a line says so. */
public final class Supervised {

    private final ChildProcess.Command command;
    private final ProcessRecords records;
    private final Consumer<String> out;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private @Nullable ChildProcess child;
    private boolean wanted;
    private int deaths;

    public Supervised(ChildProcess.Command command, ProcessRecords records, Consumer<String> out) {
        this.command = command;
        this.records = records;
        this.out = out;
    }

    public String name() {
        return command.name();
    }

    /** Starts it, if it is not wanted already. */
    public void start() {
        lock.lock();
        try {
            if (wanted) {
                return;
            }
            wanted = true;
            deaths = 0;
            spawn();
        } finally {
            lock.unlock();
        }
    }

    private void spawn() {
        ChildProcess started = ChildProcess.start(command);
        child = started;
        records.write(command.name(), started.handle());
        Thread.ofVirtual().name("watch-" + command.name()).start(() -> watch(started));
    }

    private void watch(ChildProcess running) {
        try {
            int code = running.await();
            lock.lock();
            try {
                if (!wanted || child != running) {
                    return;
                }
                Backoff.Decision decision = Backoff.after(deaths, running.lived());
                deaths = decision.deaths();
                if (pausedWhileWanted(decision.pause(), running)) {
                    out.accept("%s ended with code %d and is started again".formatted(command.name(), code));
                    spawn();
                }
            } finally {
                lock.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean pausedWhileWanted(Duration wait, ChildProcess dead) throws InterruptedException {
        long left = wait.toNanos();
        while (wanted && child == dead && left > 0) {
            left = changed.awaitNanos(left);
        }
        return wanted && child == dead;
    }

    /** Kills it, as a crash would; it is started again. */
    public void kill() {
        ChildProcess running = current();
        if (running != null) {
            running.kill();
        }
    }

    /** Asks it to end, and kills it when it has not after {@code patience}; it stays ended until {@link #start}. */
    public void stop(Duration patience) {
        ChildProcess running = letGo();
        if (running != null) {
            running.stop(patience);
        }
    }

    /** Kills it; it stays dead until {@link #start}. */
    public void killForGood() {
        ChildProcess running = letGo();
        if (running != null) {
            running.kill();
        }
    }

    private @Nullable ChildProcess letGo() {
        lock.lock();
        try {
            wanted = false;
            changed.signalAll();
            ChildProcess running = child;
            child = null;
            records.remove(command.name());
            return running;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable ChildProcess current() {
        lock.lock();
        try {
            return child;
        } finally {
            lock.unlock();
        }
    }

    /** The process that runs now; absent while none is wanted. */
    public @Nullable ProcessHandle handle() {
        ChildProcess running = current();
        return running == null ? null : running.handle();
    }
}
