package dev.fairlead.traffic.intent;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.traffic.RestoreRequest;
import dev.fairlead.traffic.steering.Orders;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The latest release of a hold; one row for each scope, because only the latest can matter. */
@Entity
@Table(name = "hold_release")
@SuppressWarnings("NullAway.Init")
class StoredRelease {

    /** Data center and application, or {@code *} for every application. */
    @Id
    private String scope;

    @Version
    private @Nullable Long version;

    private @Nullable String application;
    private String dataCenter;
    private String reason;
    private String author;
    private Instant releasedAt;

    protected StoredRelease() {}

    StoredRelease(RestoreRequest request, String author, Instant now) {
        this.scope = scope(request);
        this.application =
                request.application() == null ? null : request.application().value();
        this.dataCenter = request.dataCenter().value();
        again(request, author, now);
    }

    static String scope(RestoreRequest request) {
        return request.dataCenter() + "/" + (request.application() == null ? "*" : request.application());
    }

    final void again(RestoreRequest request, String by, Instant now) {
        this.reason = request.reason();
        this.author = by;
        this.releasedAt = now;
    }

    Orders.Release release() {
        return new Orders.Release(
                application == null ? null : new ApplicationName(application),
                new DataCenterName(dataCenter),
                releasedAt,
                author,
                reason);
    }
}
