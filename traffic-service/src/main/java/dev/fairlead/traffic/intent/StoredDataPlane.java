package dev.fairlead.traffic.intent;

import dev.fairlead.contracts.DataPlaneName;
import dev.fairlead.contracts.Resource;
import dev.fairlead.contracts.traffic.DataPlaneSpec;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "data_plane")
@SuppressWarnings("NullAway.Init")
class StoredDataPlane implements Stored<DataPlaneSpec> {

    static final String KIND = "DataPlane";

    @Id
    private String name;

    @Version
    private @Nullable Long version;

    @JdbcTypeCode(SqlTypes.JSON)
    private DataPlaneSpec spec;

    protected StoredDataPlane() {}

    StoredDataPlane(DataPlaneName name, DataPlaneSpec spec) {
        this.name = name.value();
        this.spec = spec;
    }

    @Override
    public long generation() {
        return Stored.generation(version);
    }

    @Override
    public DataPlaneSpec spec() {
        return spec;
    }

    @Override
    public void change(DataPlaneSpec wanted) {
        this.spec = wanted;
    }

    @Override
    public Resource<DataPlaneSpec> resource() {
        return resource(name, generation(), spec);
    }

    static Resource<DataPlaneSpec> resource(String name, long generation, DataPlaneSpec spec) {
        return new Resource<>(KIND, new Resource.Metadata(name, generation), spec);
    }
}
