package dev.fairlead.traffic.intent;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.Resource;
import dev.fairlead.contracts.traffic.ApplicationSpec;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** The host stands beside the spec, so that the database can see to it that no two applications have one. */
@Entity
@Table(name = "application")
@SuppressWarnings("NullAway.Init")
class StoredApplication implements Stored<ApplicationSpec> {

    static final String KIND = "Application";

    @Id
    private String name;

    @Version
    private @Nullable Long version;

    private String host;

    @JdbcTypeCode(SqlTypes.JSON)
    private ApplicationSpec spec;

    protected StoredApplication() {}

    StoredApplication(ApplicationName name, ApplicationSpec spec) {
        this.name = name.value();
        this.host = spec.host();
        this.spec = spec;
    }

    ApplicationName name() {
        return new ApplicationName(name);
    }

    @Override
    public long generation() {
        return Stored.generation(version);
    }

    @Override
    public ApplicationSpec spec() {
        return spec;
    }

    @Override
    public void change(ApplicationSpec wanted) {
        this.host = wanted.host();
        this.spec = wanted;
    }

    @Override
    public Resource<ApplicationSpec> resource() {
        return new Resource<>(KIND, new Resource.Metadata(name, generation()), spec);
    }
}
