package dev.fairlead.gateway.builtin;

import static java.util.Objects.requireNonNullElse;

import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The table that a built-in data plane answers from, which is all its state: put in force by its loop, read by every query.
 *
 * @param <H> how it names a host
 * @param <T> the table, immutable
 */
public final class TableInForce<H, T> {

    /** How many changed hosts are asked about after a change. */
    private static final int SAMPLE = 16;

    private final T empty;
    private final Function<T, Map<H, ?>> hosts;
    private volatile @Nullable T table;

    public TableInForce(T empty, Function<T, Map<H, ?>> hosts) {
        this.empty = empty;
        this.hosts = hosts;
    }

    /** Absent: no plan is known yet. */
    public @Nullable T get() {
        return table;
    }

    public void put(T next) {
        table = next;
    }

    public T observe() {
        return requireNonNullElse(table, empty);
    }

    /** Has some of the hosts that differ asked about. */
    public void verify(T desired, T before, BiConsumer<H, T> expect) {
        Map<H, ?> wanted = hosts.apply(desired);
        Map<H, ?> had = hosts.apply(before);
        Stream.concat(wanted.keySet().stream(), had.keySet().stream())
                .distinct()
                .filter(host -> !Objects.equals(wanted.get(host), had.get(host)))
                .limit(SAMPLE)
                .forEach(host -> expect.accept(host, desired));
    }
}
