package dev.fairlead.traffic.intent;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.Listing;
import dev.fairlead.contracts.Resource;
import dev.fairlead.contracts.traffic.ApplicationSpec;
import dev.fairlead.service.problem.Problem;
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
@RequestMapping("/v1/applications")
class ApplicationController {

    private final Applications applications;
    private final DataCenters dataCenters;
    private final IntentWriter writer;
    private final TrafficProperties properties;

    ApplicationController(
            Applications applications, DataCenters dataCenters, IntentWriter writer, TrafficProperties properties) {
        this.applications = applications;
        this.dataCenters = dataCenters;
        this.writer = writer;
        this.properties = properties;
    }

    @GetMapping
    Listing<Resource<ApplicationSpec>> list() {
        return new Listing<>(applications.findAllByOrderByName().stream()
                .map(StoredApplication::resource)
                .toList());
    }

    @GetMapping("/{name}")
    ResponseEntity<Resource<ApplicationSpec>> get(@PathVariable String name) {
        return IntentWriter.answer(
                HttpStatus.OK, IntentWriter.found(applications, name).resource());
    }

    @PutMapping("/{name}")
    ResponseEntity<?> put(
            @PathVariable String name,
            @ParameterObject WriteTerms terms,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody Resource<ApplicationSpec> body) {
        ApplicationName application = ApplicationName.of(name);
        ResourceRequest<ApplicationSpec> request = ResourceRequest.of(StoredApplication.KIND, name, body, ifMatch);
        return writer.put(
                applications,
                request,
                terms,
                () -> Finding.refuse(ApplicationRules.check(application, request.spec(), surroundings())),
                spec -> new StoredApplication(application, spec));
    }

    @DeleteMapping("/{name}")
    ResponseEntity<?> delete(
            @PathVariable String name,
            @ParameterObject WriteTerms terms,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        return writer.delete(applications, name, ifMatch, terms, () -> refuseNeeded(name));
    }

    private void refuseNeeded(String name) {
        applications.findAllByOrderByName().stream()
                .filter(other -> other.spec().dependsOn().contains(new ApplicationName(name)))
                .findFirst()
                .ifPresent(other -> {
                    throw Problem.conflict("IN_USE", other.name() + " depends on it");
                });
    }

    private ApplicationRules.Surroundings surroundings() {
        return new ApplicationRules.Surroundings(
                dataCenters.findAll().stream().map(StoredDataCenter::name).toList(),
                this::ownerOf,
                name -> applications
                        .findById(name.value())
                        .map(StoredApplication::spec)
                        .orElse(null),
                properties.allowLoopback());
    }

    private @Nullable ApplicationName ownerOf(String host) {
        String owner = applications.ownerOf(host);
        return owner == null ? null : new ApplicationName(owner);
    }
}
