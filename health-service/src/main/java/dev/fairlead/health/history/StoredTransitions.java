package dev.fairlead.health.history;

import java.util.List;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.NativeQuery;
import org.springframework.transaction.annotation.Transactional;

/** The table of transitions. */
interface StoredTransitions extends JpaRepository<StoredTransition, UUID> {

    @Transactional(readOnly = true)
    List<StoredTransition> findByOrderByAtDesc(Limit limit);

    @Transactional(readOnly = true)
    @NativeQuery("""
            select distinct on (application, data_center, address) *
            from transition
            order by application, data_center, address, at desc
            """)
    List<StoredTransition> findNewestOfEachEndpoint();
}
