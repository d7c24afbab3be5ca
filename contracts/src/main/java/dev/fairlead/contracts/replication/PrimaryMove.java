package dev.fairlead.contracts.replication;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.DatabaseName;
import org.jspecify.annotations.Nullable;

/**
 * Where a primary would go if its data center were left now.
 *
 * @param to absent: nowhere
 * @param reason why there, or why nowhere
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PrimaryMove(DatabaseName database, @Nullable DataCenterName to, String reason) {}
