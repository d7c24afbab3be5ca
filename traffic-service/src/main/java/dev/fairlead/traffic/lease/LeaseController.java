package dev.fairlead.traffic.lease;

import dev.fairlead.contracts.traffic.Lease;
import dev.fairlead.contracts.traffic.LeaseRequest;
import io.swagger.v3.oas.annotations.Hidden;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Gives leases out. Asking twice changes nothing but the time, so nobody has to know whether the first one arrived. */
@Hidden
@RestController
class LeaseController {

    private final JdbcClient jdbc;

    LeaseController(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @PostMapping("/v1/leases")
    Lease lease(@RequestBody LeaseRequest request) {
        return jdbc.sql("""
            insert into lease as held (name, holder, epoch, expires_at)
            values (:name, :holder, :above + 1, now() + :ttl * interval '1 millisecond')
            on conflict (name) do update set
                epoch = greatest(
                    held.epoch + case when held.holder = excluded.holder then 0 else 1 end, excluded.epoch),
                holder = excluded.holder,
                expires_at = excluded.expires_at
            where held.holder = excluded.holder or held.expires_at <= now()
            returning name, holder, epoch
            """)
                .param("name", request.name())
                .param("holder", request.holder())
                .param("above", request.above())
                .param("ttl", request.ttlMs())
                .query(Lease.class)
                .optional()
                .orElseGet(() -> heldByAnother(request.name()));
    }

    private Lease heldByAnother(String name) {
        return jdbc.sql("select name, holder, epoch from lease where name = ?")
                .param(name)
                .query(Lease.class)
                .single();
    }
}
