package dev.fairlead.service.database;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;

/**
 * Connections to the primary and, where there are several hosts, to whoever answers. Neither pool needs a database to be
 * made.
 *
 * @param anyone absent: there is one host
 */
record DatabasePools(HikariDataSource primary, @Nullable HikariDataSource anyone) implements AutoCloseable {

    /** A connection to a replica is not kept longer once the primary is back: milliseconds, the least that Hikari takes. */
    private static final long LIFE_WITH_ANYONE = 30_000;

    private static final long IDLE_WITH_ANYONE = 10_000;

    /** Pools as {@code spring.datasource.hikari} has them. */
    static DatabasePools open(DatabaseUrl url, DataSourceProperties properties, Binder settings) {
        HikariDataSource primary = pool("primary", url.ofPrimary(), properties, settings);
        primary.setExceptionOverrideClassName(ReadOnlyEviction.class.getName());
        if (!url.several()) {
            return new DatabasePools(primary, null);
        }
        HikariDataSource anyone = pool("anyone", url.ofAnyone(), properties, settings);
        anyone.setMinimumIdle(1);
        anyone.setIdleTimeout(IDLE_WITH_ANYONE);
        anyone.setKeepaliveTime(0);
        anyone.setMaxLifetime(LIFE_WITH_ANYONE);
        return new DatabasePools(primary, anyone);
    }

    private static HikariDataSource pool(String name, String url, DataSourceProperties properties, Binder settings) {
        HikariDataSource pool = new HikariDataSource();
        settings.bind("spring.datasource.hikari", Bindable.ofInstance(pool));
        pool.setPoolName(name);
        pool.setJdbcUrl(url);
        pool.setUsername(properties.determineUsername());
        pool.setPassword(properties.determinePassword());
        return pool;
    }

    /** Where reads go that any host may answer. */
    DataSource reading() {
        return anyone == null ? primary : anyone;
    }

    /** Read-only transactions go to whoever answers, all else to the primary; a connection is taken when one is needed. */
    DataSource routed() {
        LazyConnectionDataSourceProxy routed = new LazyConnectionDataSourceProxy(primary);
        routed.setDefaultAutoCommit(true);
        routed.setDefaultTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        if (anyone != null) {
            routed.setReadOnlyDataSource(anyone);
        }
        return routed;
    }

    @Override
    public void close() {
        primary.close();
        if (anyone != null) {
            anyone.close();
        }
    }
}
