package dev.fairlead.health.history;

import java.util.List;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.NativeQuery;
import org.springframework.data.repository.query.Param;
import org.springframework.transaction.annotation.Transactional;

/** The table of transitions. */
interface StoredTransitions extends JpaRepository<StoredTransition, UUID> {

    @Transactional(readOnly = true)
    List<StoredTransition> findByRegionOrderByAtDesc(String region, Limit limit);

    /** The region's own; of an endpoint of which it never told, the newest of any other. */
    @Transactional(readOnly = true)
    @NativeQuery("""
            select distinct on (application, data_center, address) *
            from transition
            order by application, data_center, address, region = :region desc, at desc
            """)
    List<StoredTransition> findNewestOfEachEndpoint(@Param("region") String region);
}
