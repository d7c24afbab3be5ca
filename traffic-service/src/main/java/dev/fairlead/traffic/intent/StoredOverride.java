package dev.fairlead.traffic.intent;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.traffic.OverrideRequest;
import dev.fairlead.contracts.traffic.RestoreRequest;
import dev.fairlead.contracts.traffic.RoutingOverride;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Inheritance;
import jakarta.persistence.InheritanceType;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "routing_override")
@Inheritance(strategy = InheritanceType.TABLE_PER_CLASS)
@SuppressWarnings("NullAway.Init")
class StoredOverride {

    @Id
    private String id;

    @Version
    private @Nullable Long version;

    @Enumerated(EnumType.STRING)
    private RoutingOverride.Kind kind;

    private @Nullable String application;
    private @Nullable String dataCenter;
    private String reason;
    private String author;
    private Instant createdAt;
    private Instant expiresAt;
    private @Nullable Instant emptyAt;

    protected StoredOverride() {}

    StoredOverride(String id, OverrideRequest request, String author, Instant now) {
        this.id = id;
        this.kind = request.kind();
        this.application =
                request.application() == null ? null : request.application().value();
        this.dataCenter =
                request.dataCenter() == null ? null : request.dataCenter().value();
        this.reason = request.reason();
        this.author = author;
        this.createdAt = now;
        this.expiresAt = now.plus(Duration.ofMinutes(request.minutes()));
        this.emptyAt = request.overMinutes() == null ? null : now.plus(Duration.ofMinutes(request.overMinutes()));
    }

    static StoredOverride of(String id, OverrideRequest request, String author, Instant now) {
        return request.kind() == RoutingOverride.Kind.READ_ONLY
                ? new StoredReadOnlyOrder(id, request, author, now)
                : new StoredOverride(id, request, author, now);
    }

    /** Whether the request asks for just this. */
    boolean is(OverrideRequest request) {
        RoutingOverride asked = new StoredOverride(id, request, author, createdAt).override();
        return asked.equals(override());
    }

    /** Whether it is a drain that a restore of this scope ends. */
    boolean endedBy(RestoreRequest restore) {
        return drains(restore.dataCenter()) && Objects.equals(override().application(), restore.application());
    }

    /** Whether it acts on an application that the restore is about. */
    boolean concerns(RestoreRequest restore) {
        return restore.application() == null
                || application == null
                || application.equals(restore.application().value());
    }

    boolean drains(DataCenterName where) {
        return kind == RoutingOverride.Kind.DRAIN && where.value().equals(dataCenter);
    }

    RoutingOverride override() {
        return new RoutingOverride(
                id,
                kind,
                application == null ? null : new ApplicationName(application),
                dataCenter == null ? null : new DataCenterName(dataCenter),
                reason,
                author,
                createdAt,
                expiresAt,
                emptyAt);
    }
}
