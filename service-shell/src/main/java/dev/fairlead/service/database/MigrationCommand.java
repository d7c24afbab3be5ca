package dev.fairlead.service.database;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Brings the schema up to date with nothing of the service running: for a job that comes before the service. Waits for the
 * database as {@code spring.flyway.connect-retries} says.
 */
public final class MigrationCommand {

    private static final Logger log = LoggerFactory.getLogger(MigrationCommand.class);

    private MigrationCommand() {}

    /** Reads the service's own configuration; fails when a migration does. */
    public static void run(String... args) {
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Only.class)
                .web(WebApplicationType.NONE)
                .run(args)) {
            MigrationInfo current = context.getBean(Flyway.class).info().current();
            log.info("schema=there version={}", current == null ? "none" : current.getVersion());
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(DataSourceProperties.class)
    @ImportAutoConfiguration(FlywayAutoConfiguration.class)
    static class Only {

        @Bean
        DataSource database(DataSourceProperties properties) {
            return new MigrationSource(properties);
        }
    }
}
