package dev.fairlead.service.region;

import io.swagger.v3.oas.annotations.Hidden;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Says who answers here. */
@Hidden
@RestController
class ReplicaController {

    private final ReplicaId id;

    ReplicaController(ReplicaId id) {
        this.id = id;
    }

    @GetMapping("/v1/replica")
    ReplicaApi.Answer replica() {
        return new ReplicaApi.Answer(id);
    }
}
