package dev.fairlead.traffic.intent;

import java.time.Instant;
import java.util.List;
import org.springframework.data.repository.ListCrudRepository;

interface Overrides extends ListCrudRepository<StoredOverride, String> {

    List<StoredOverride> findByExpiresAtAfterOrderById(Instant now);

    void deleteByExpiresAtLessThanEqual(Instant now);
}
