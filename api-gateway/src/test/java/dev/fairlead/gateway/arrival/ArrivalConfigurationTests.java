package dev.fairlead.gateway.arrival;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.Listing;
import dev.fairlead.contracts.traffic.ArrivalApi;
import dev.fairlead.contracts.traffic.ArrivalSample;
import dev.fairlead.contracts.traffic.ObservedShare;
import dev.fairlead.gateway.dataplane.DnsCorrection;
import dev.fairlead.gateway.dataplane.LookListener;
import dev.fairlead.service.region.ReplicaId;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.http.ResponseEntity;

class ArrivalConfigurationTests {

    @Test
    void countsButCorrectsNothingWhereThatIsSwitchedOff() {
        new ApplicationContextRunner()
                .withUserConfiguration(ArrivalConfiguration.class)
                .withBean(ArrivalApi.class, Nobody::new)
                .withBean(ReplicaId.class, ReplicaId::random)
                .withBean(InstantSource.class, InstantSource::system)
                .withPropertyValues("fairlead.gateway.correct-dns=false")
                .run(context ->
                        assertThat(context).hasSingleBean(LookListener.class).doesNotHaveBean(DnsCorrection.class));
    }

    /** A traffic-service that is away. */
    private static final class Nobody implements ArrivalApi {

        @Override
        public void arrived(Listing<ArrivalSample> counted) {
            throw new IllegalStateException("away");
        }

        @Override
        public ResponseEntity<Listing<ObservedShare>> shares(@Nullable String known) {
            throw new IllegalStateException("away");
        }
    }
}
