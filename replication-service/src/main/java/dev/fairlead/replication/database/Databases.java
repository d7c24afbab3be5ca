package dev.fairlead.replication.database;

import org.springframework.data.repository.ListCrudRepository;

interface Databases extends ListCrudRepository<DatabaseEntity, String> {}
