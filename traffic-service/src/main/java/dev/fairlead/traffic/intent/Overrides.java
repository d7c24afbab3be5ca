package dev.fairlead.traffic.intent;

import java.time.Instant;
import java.util.List;
import org.springframework.data.repository.ListCrudRepository;
import org.springframework.transaction.annotation.Transactional;

interface Overrides extends ListCrudRepository<StoredOverride, String> {

    @Transactional(readOnly = true)
    List<StoredOverride> findByExpiresAtAfterOrderById(Instant now);

    void deleteByExpiresAtLessThanEqual(Instant now);
}
