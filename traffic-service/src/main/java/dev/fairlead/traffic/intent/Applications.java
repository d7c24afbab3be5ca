package dev.fairlead.traffic.intent;

import java.util.List;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.transaction.annotation.Transactional;

interface Applications extends JpaRepository<StoredApplication, String> {

    @Transactional(readOnly = true)
    List<StoredApplication> findAllByOrderByName();
}
