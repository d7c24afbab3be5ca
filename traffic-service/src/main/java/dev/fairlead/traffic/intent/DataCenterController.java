package dev.fairlead.traffic.intent;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.Listing;
import dev.fairlead.contracts.Resource;
import dev.fairlead.contracts.traffic.DataCenterSpec;
import dev.fairlead.service.problem.Problem;
import java.util.List;
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

@RestController
@RequestMapping("/v1/data-centers")
class DataCenterController {

    private final DataCenters dataCenters;
    private final Applications applications;
    private final IntentWriter writer;

    DataCenterController(DataCenters dataCenters, Applications applications, IntentWriter writer) {
        this.dataCenters = dataCenters;
        this.applications = applications;
        this.writer = writer;
    }

    @GetMapping
    Listing<Resource<DataCenterSpec>> list() {
        return new Listing<>(dataCenters.findAllByOrderByName().stream()
                .map(StoredDataCenter::resource)
                .toList());
    }

    @GetMapping("/{name}")
    ResponseEntity<Resource<DataCenterSpec>> get(@PathVariable String name) {
        return IntentWriter.answer(
                HttpStatus.OK, IntentWriter.found(dataCenters, name).resource());
    }

    @PutMapping("/{name}")
    ResponseEntity<?> put(
            @PathVariable String name,
            @ParameterObject WriteTerms terms,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody Resource<DataCenterSpec> body) {
        DataCenterName dataCenter = DataCenterName.of(name);
        return writer.put(
                dataCenters,
                ResourceRequest.of(StoredDataCenter.KIND, name, body, ifMatch),
                terms,
                () -> {},
                spec -> new StoredDataCenter(dataCenter, spec));
    }

    @DeleteMapping("/{name}")
    ResponseEntity<?> delete(
            @PathVariable String name,
            @ParameterObject WriteTerms terms,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        return writer.delete(dataCenters, name, ifMatch, terms, () -> refuseInUse(DataCenterName.of(name)));
    }

    private void refuseInUse(DataCenterName dataCenter) {
        List<String> users = applications.findAllByOrderByName().stream()
                .filter(application -> application.spec().pools().stream()
                        .anyMatch(pool -> pool.dataCenter().equals(dataCenter)))
                .map(application -> application.name().value())
                .toList();
        if (!users.isEmpty()) {
            throw Problem.conflict("IN_USE", dataCenter + " has pools of " + String.join(", ", users));
        }
    }
}
