package dev.fairlead.traffic.intent;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;
import org.springframework.transaction.annotation.Transactional;

interface Applications extends JpaRepository<StoredApplication, String> {

    @Query("select name from StoredApplication where host = :host")
    @Nullable String ownerOf(String host);

    @Transactional(readOnly = true)
    List<StoredApplication> findAllByOrderByName();
}
