package dev.fairlead.traffic.intent;

import org.springframework.data.jpa.repository.JpaRepository;

interface DataPlanes extends JpaRepository<StoredDataPlane, String> {}
