package dev.fairlead.service.caller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.RegionName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdmissionTests {

    private final ServiceIdentity own = identity("fairlead.example", "east", "traffic-service");
    private final ServiceIdentity peer = identity("fairlead.example", "west", "traffic-service");

    @ParameterizedTest
    @ValueSource(strings = {"api-gateway", "deploy-service", "traffic-service"})
    void letsServicesOfTheSameRegionAskEverything(String service) {
        assertThat(Admission.decide(own, own.fellow(service), "PUT", "/v1/overrides/drain"))
                .isEqualTo(new Admission.Fellow());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/observations", "/v1/intent", "/v1/plans", "/v1/freshness", "/v1/regions"})
    void letsTheSameServiceOfAnotherRegionReadFacts(String path) {
        assertThat(Admission.decide(own, peer, "GET", path)).isEqualTo(new Admission.Peer(peer));
    }

    @ParameterizedTest
    @CsvSource({
        "PUT, /v1/plans",
        "POST, /v1/observations",
        "DELETE, /v1/regions",
        "HEAD, /v1/plans",
        "GET, /v1/plans/",
        "GET, /v1/plans/../overrides",
        "GET, /v1/plans;x=y",
        "GET, //v1/plans",
        "GET, /v1/%70lans",
        "GET, /v1/applications",
        "GET, /v1/overrides",
        "GET, /actuator/prometheus",
        "GET, /"
    })
    void refusesAllElseToOtherRegions(String method, String path) {
        assertThat(Admission.decide(own, peer, method, path))
                .isInstanceOfSatisfying(
                        Admission.Refused.class,
                        refused -> assertThat(refused.code()).isEqualTo("NOT_FOR_OTHER_REGIONS"));
    }

    @Test
    void refusesFactsToOtherServicesOfOtherRegions() {
        assertThat(Admission.decide(own, peer.fellow("deploy-service"), "GET", "/v1/plans"))
                .isInstanceOfSatisfying(
                        Admission.Refused.class,
                        refused -> assertThat(refused.code()).isEqualTo("NOT_FOR_OTHER_REGIONS"));
    }

    @Test
    void refusesServicesOfOtherInstallationsAlsoFromARegionOfTheSameName() {
        assertThat(Admission.decide(own, identity("other.example", "east", "api-gateway"), "GET", "/v1/plans"))
                .isInstanceOfSatisfying(
                        Admission.Refused.class,
                        refused -> assertThat(refused.code()).isEqualTo("UNKNOWN_CALLER"));
    }

    private static ServiceIdentity identity(String trustDomain, String region, String service) {
        return new ServiceIdentity(trustDomain, RegionName.of(region), service);
    }
}
