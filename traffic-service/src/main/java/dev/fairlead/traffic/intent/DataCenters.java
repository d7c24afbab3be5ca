package dev.fairlead.traffic.intent;

import java.util.List;
import org.springframework.data.jpa.repository.JpaRepository;

interface DataCenters extends JpaRepository<StoredDataCenter, String> {

    List<StoredDataCenter> findAllByOrderByName();
}
