package dev.fairlead.service.database;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayDataSource;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/** Joins a service to its PostgreSQL, if it has one. */
@AutoConfiguration(before = {DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class})
@ConditionalOnClass({HikariDataSource.class, Flyway.class, FlywayMigrationStrategy.class})
@ConditionalOnProperty("spring.datasource.url")
@EnableConfigurationProperties(DataSourceProperties.class)
@Import(DatabaseAwayAdvice.class)
class DatabaseAutoConfiguration {

    @Bean
    DatabasePools databasePools(DataSourceProperties properties, Environment environment) {
        return DatabasePools.open(DatabaseUrl.parse(properties.determineUrl()), properties, Binder.get(environment));
    }

    @Bean
    DataSource dataSource(DatabasePools pools) {
        return pools.routed();
    }

    @Bean(defaultCandidate = false)
    @FlywayDataSource
    DataSource migrationSource(DataSourceProperties properties) {
        return new MigrationSource(properties);
    }

    @Bean
    Schema schema(
            @Value("${fairlead.migrations:at-start}") Migrations migrations,
            @Value("${fairlead.database-patience:5s}") Duration patience,
            DatabasePools pools) {
        return new Schema(migrations, patience, pools.reading());
    }

    @Bean
    FlywayMigrationStrategy migrationStrategy(Schema schema) {
        return schema::prepare;
    }

    /** Part of readiness, and only until the tables are there: a database that goes away later makes nobody unready. */
    @Bean
    HealthIndicator databaseHealthIndicator(Schema schema) {
        return () -> schema.missing()
                .map(reason ->
                        Health.outOfService().withDetail("reason", reason).build())
                .orElseGet(() -> Health.up().build());
    }

    @Bean
    OnceWriter onceWriter(PlatformTransactionManager transactions, JdbcClient jdbc) {
        return new OnceWriter(transactions, jdbc);
    }
}
