package dev.fairlead.gateway.evidence;

import dev.fairlead.contracts.Listing;
import dev.fairlead.contracts.health.HealthApi;
import dev.fairlead.contracts.health.PassiveEvidence;
import dev.fairlead.gateway.dataplane.DataPlane;
import dev.fairlead.gateway.dataplane.Look;
import dev.fairlead.gateway.dataplane.LookListener;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClientException;

/**
 * Tells the region's health-service of suspicious endpoints, once: what it does not hear is lost, because a failure of some time ago says
 * nothing of now.
 */
@Component
final class EvidenceReports implements LookListener {

    /** As many as the health-service takes at once; where so many fail, these will do. */
    private static final int MOST = 10_000;

    private static final Logger log = LoggerFactory.getLogger(EvidenceReports.class);

    private final HealthApi health;

    EvidenceReports(HealthApi health) {
        this.health = health;
    }

    @Override
    public void looked(DataPlane<?> plane, Look look) {
        List<PassiveEvidence> suspicions = Suspicions.of(plane.kind() + " " + plane.name(), look.growth());
        if (suspicions.isEmpty()) {
            return;
        }
        try {
            health.evidence(new Listing<>(suspicions.stream().limit(MOST).toList()));
            log.info("plane={} suspicions={} first={}", plane.name(), suspicions.size(), suspicions.getFirst());
        } catch (RestClientException e) {
            log.debug(
                    "plane={} suspicions={} state=lost reason=\"{}\"", plane.name(), suspicions.size(), e.getMessage());
        }
    }
}
