package dev.fairlead.health.target;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.transaction.annotation.Transactional;

/** The table of targets: always the last list as a whole. */
interface StoredTargets extends JpaRepository<StoredTarget, String> {

    /** Turns one list into the other; doing it twice changes nothing. */
    @Transactional
    default void replace(List<Target> before, List<Target> after) {
        Set<Target> known = new HashSet<>(before);
        Set<String> gone = new HashSet<>();
        before.forEach(target -> gone.add(target.endpoint().toString()));
        after.forEach(target -> gone.remove(target.endpoint().toString()));
        deleteAllByIdInBatch(gone);
        saveAll(after.stream()
                .filter(target -> !known.contains(target))
                .map(StoredTarget::new)
                .toList());
    }
}
