package dev.fairlead.deploy.version;

import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "installed_version")
@SuppressWarnings("NullAway.Init") // JPA fills what the constructor does not
class InstalledVersion {

    @EmbeddedId
    private Place place;

    private String version;
    private String runId;
    private Instant observedAt;

    @Version
    private @Nullable Long revision;

    protected InstalledVersion() {}

    InstalledVersion(Place place) {
        this.place = place;
    }

    void observe(String observed, String byRun, Instant at) {
        version = observed;
        runId = byRun;
        observedAt = at;
    }

    VersionView view() {
        return new VersionView(place.application(), place.dataCenter(), version, runId, observedAt);
    }

    /** Where a version is installed. */
    @Embeddable
    record Place(String application, String dataCenter) {}
}
