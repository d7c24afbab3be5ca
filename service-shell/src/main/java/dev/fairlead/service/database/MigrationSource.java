package dev.fairlead.service.database;

import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** What migrations run on: the primary, by connections of their own that may take their time. */
final class MigrationSource extends DriverManagerDataSource {

    MigrationSource(DataSourceProperties properties) {
        super(DatabaseUrl.parse(properties.determineUrl()).ofMigrations());
        setUsername(properties.determineUsername());
        setPassword(properties.determinePassword());
    }
}
