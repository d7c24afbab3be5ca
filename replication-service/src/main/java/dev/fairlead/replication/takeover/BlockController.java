package dev.fairlead.replication.takeover;

import dev.fairlead.contracts.DatabaseName;
import dev.fairlead.service.caller.Actor;
import dev.fairlead.service.problem.Problem;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** Lets an operator who has seen the last takeover of a database allow the next one to begin by itself. */
@RestController
class BlockController {

    private final TakeoverBlocks blocks;

    BlockController(TakeoverBlocks blocks) {
        this.blocks = blocks;
    }

    @PostMapping("/v1/databases/{name}/acknowledge-takeover")
    ResponseEntity<Void> acknowledge(
            @PathVariable String name, @RequestHeader(name = Actor.HEADER, defaultValue = "unknown") String author) {
        if (!blocks.acknowledge(DatabaseName.of(name), author)) {
            throw Problem.notFound("NO_TAKEOVER", "%s was never taken over".formatted(name));
        }
        return ResponseEntity.noContent().build();
    }
}
