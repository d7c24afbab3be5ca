package dev.fairlead.traffic.intent;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.Resource;
import dev.fairlead.contracts.traffic.DataCenterSpec;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "data_center")
@SuppressWarnings("NullAway.Init")
class StoredDataCenter implements Stored<DataCenterSpec> {

    static final String KIND = "DataCenter";

    @Id
    private String name;

    @Version
    private @Nullable Long version;

    @JdbcTypeCode(SqlTypes.JSON)
    private DataCenterSpec spec;

    protected StoredDataCenter() {}

    StoredDataCenter(DataCenterName name, DataCenterSpec spec) {
        this.name = name.value();
        this.spec = spec;
    }

    DataCenterName name() {
        return new DataCenterName(name);
    }

    @Override
    public long generation() {
        return Stored.generation(version);
    }

    @Override
    public DataCenterSpec spec() {
        return spec;
    }

    @Override
    public void change(DataCenterSpec wanted) {
        this.spec = wanted;
    }

    @Override
    public Resource<DataCenterSpec> resource() {
        return new Resource<>(KIND, new Resource.Metadata(name, generation()), spec);
    }
}
