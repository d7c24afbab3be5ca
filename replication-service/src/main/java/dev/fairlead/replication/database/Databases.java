package dev.fairlead.replication.database;

import java.util.List;
import org.springframework.data.repository.ListCrudRepository;

interface Databases extends ListCrudRepository<StoredDatabase, String> {

    List<StoredDatabase> findAllByOrderByName();
}
