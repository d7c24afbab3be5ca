package dev.fairlead.traffic.intent;

import org.springframework.data.repository.ListCrudRepository;

interface Releases extends ListCrudRepository<StoredRelease, String> {}
