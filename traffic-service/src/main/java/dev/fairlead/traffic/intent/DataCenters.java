package dev.fairlead.traffic.intent;

import java.util.List;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.transaction.annotation.Transactional;

interface DataCenters extends JpaRepository<StoredDataCenter, String> {

    @Transactional(readOnly = true)
    List<StoredDataCenter> findAllByOrderByName();
}
