package dev.fairlead.traffic.intent;

import dev.fairlead.contracts.DataPlaneName;
import dev.fairlead.contracts.Listing;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.Resource;
import dev.fairlead.contracts.traffic.DataPlaneSpec;
import dev.fairlead.service.problem.Problem;
import dev.fairlead.service.region.RegionProperties;
import io.swagger.v3.oas.annotations.Hidden;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The registered data planes. Their settings were checked by a gateway before they come here. */
@RestController
@RequestMapping("/v1/data-planes")
class DataPlaneController {

    private final DataPlanes dataPlanes;
    private final LatestDataPlanes latest;
    private final IntentWriter writer;
    private final RegionProperties regions;

    DataPlaneController(DataPlanes dataPlanes, LatestDataPlanes latest, IntentWriter writer, RegionProperties regions) {
        this.dataPlanes = dataPlanes;
        this.latest = latest;
        this.writer = writer;
        this.regions = regions;
    }

    /** For gateways; of them operators get how each one stands. */
    @Hidden
    @GetMapping
    ResponseEntity<Listing<Resource<DataPlaneSpec>>> list() {
        LatestDataPlanes.Told told = latest.told();
        return ResponseEntity.ok().eTag(told.version()).body(new Listing<>(told.planes()));
    }

    @GetMapping("/{name}")
    ResponseEntity<Resource<DataPlaneSpec>> get(@PathVariable String name) {
        return IntentWriter.answer(
                HttpStatus.OK, IntentWriter.found(dataPlanes, name).resource());
    }

    @PutMapping("/{name}")
    ResponseEntity<?> put(
            @PathVariable String name,
            @ParameterObject WriteTerms terms,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody Resource<DataPlaneSpec> body) {
        DataPlaneName dataPlane = DataPlaneName.of(name);
        ResourceRequest<DataPlaneSpec> request = ResourceRequest.of(StoredDataPlane.KIND, name, body, ifMatch);
        return writer.put(
                dataPlanes,
                request,
                terms,
                () -> refuseNowhere(request.spec().region()),
                spec -> new StoredDataPlane(dataPlane, spec));
    }

    @DeleteMapping("/{name}")
    ResponseEntity<?> delete(
            @PathVariable String name,
            @ParameterObject WriteTerms terms,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        return writer.delete(dataPlanes, name, ifMatch, terms, () -> {});
    }

    /** Nobody would follow it, and it would look done. */
    private void refuseNowhere(RegionName region) {
        if (!region.equals(regions.region()) && !regions.peers().containsKey(region)) {
            throw Problem.invalid("UNKNOWN_REGION", "/spec/region", "there is no region " + region);
        }
    }
}
