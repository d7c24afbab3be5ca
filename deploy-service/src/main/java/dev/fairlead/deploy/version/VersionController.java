package dev.fairlead.deploy.version;

import dev.fairlead.contracts.Listing;
import java.util.Comparator;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class VersionController {

    private static final Comparator<VersionView> ORDER =
            Comparator.comparing(VersionView::application).thenComparing(VersionView::dataCenter);

    private final InstalledVersions versions;

    VersionController(InstalledVersions versions) {
        this.versions = versions;
    }

    @GetMapping("/v1/versions")
    Listing<VersionView> list() {
        return new Listing<>(versions.findAll().stream()
                .map(InstalledVersion::view)
                .sorted(ORDER)
                .toList());
    }
}
