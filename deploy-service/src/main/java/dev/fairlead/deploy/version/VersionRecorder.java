package dev.fairlead.deploy.version;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import java.time.InstantSource;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Keeps what install hooks tell. */
@Component
public class VersionRecorder {

    private final InstalledVersions versions;
    private final InstantSource clock;

    VersionRecorder(InstalledVersions versions, InstantSource clock) {
        this.versions = versions;
        this.clock = clock;
    }

    /** Records the version that a run saw installed. */
    @Transactional
    public void record(ApplicationName application, DataCenterName dataCenter, String version, String runId) {
        InstalledVersion.Place place = new InstalledVersion.Place(application.value(), dataCenter.value());
        InstalledVersion installed = versions.findById(place).orElseGet(() -> new InstalledVersion(place));
        installed.observe(version, runId, clock.instant());
        versions.save(installed);
    }
}
