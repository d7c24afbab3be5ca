package dev.fairlead.traffic.intent;

import java.util.List;
import org.springframework.data.jpa.repository.JpaRepository;

interface Applications extends JpaRepository<StoredApplication, String> {

    List<StoredApplication> findAllByOrderByName();
}
