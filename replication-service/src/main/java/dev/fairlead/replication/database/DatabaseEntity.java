package dev.fairlead.replication.database;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.PostLoad;
import jakarta.persistence.PostPersist;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import jakarta.persistence.Version;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.springframework.data.domain.Persistable;

/** A database as it is stored; the generation grows with each change of the spec. */
@Entity
@Table(name = "database")
@SuppressWarnings("NullAway.Init")
class DatabaseEntity implements Persistable<String> {

    @Id
    private String name;

    @Version
    private long generation;

    @JdbcTypeCode(SqlTypes.JSON)
    @Column(columnDefinition = "jsonb")
    private String spec;

    @Transient
    private boolean stored;

    protected DatabaseEntity() {}

    DatabaseEntity(String name, String spec) {
        this.name = name;
        this.spec = spec;
        this.generation = 1;
    }

    void change(String newSpec) {
        this.spec = newSpec;
    }

    @Override
    public String getId() {
        return name;
    }

    long generation() {
        return generation;
    }

    String spec() {
        return spec;
    }

    /** The name is given, not generated, so that its presence does not tell. */
    @Override
    public boolean isNew() {
        return !stored;
    }

    @PostLoad
    @PostPersist
    void nowStored() {
        stored = true;
    }
}
