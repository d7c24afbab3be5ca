package dev.fairlead.replication.database;

import java.util.List;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.transaction.annotation.Transactional;

interface Databases extends JpaRepository<StoredDatabase, String> {

    @Transactional(readOnly = true)
    List<StoredDatabase> findAllByOrderByName();
}
