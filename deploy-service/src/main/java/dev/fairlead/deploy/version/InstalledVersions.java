package dev.fairlead.deploy.version;

import org.springframework.data.repository.ListCrudRepository;

interface InstalledVersions extends ListCrudRepository<InstalledVersion, InstalledVersion.Place> {}
