package dev.fairlead.replication.database;

import dev.fairlead.contracts.DatabaseName;
import dev.fairlead.contracts.Resource;
import dev.fairlead.contracts.replication.DatabaseSpec;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "database")
@SuppressWarnings("NullAway.Init")
class StoredDatabase {

    static final String KIND = "Database";

    @Id
    private String name;

    @Version
    private @Nullable Long version;

    @JdbcTypeCode(SqlTypes.JSON)
    private DatabaseSpec spec;

    protected StoredDatabase() {}

    StoredDatabase(DatabaseName name, DatabaseSpec spec) {
        this.name = name.value();
        this.spec = spec;
    }

    DatabaseName name() {
        return new DatabaseName(name);
    }

    /** 1 at first, one more with each change of the spec; Hibernate counts from 0. */
    long generation() {
        return version == null ? 1 : version + 1;
    }

    DatabaseSpec spec() {
        return spec;
    }

    void change(DatabaseSpec wanted) {
        this.spec = wanted;
    }

    Resource<DatabaseSpec> resource() {
        return new Resource<>(KIND, new Resource.Metadata(name, generation()), spec);
    }
}
