/**
 * gdnsd as a data plane: which data centers may be answered for each application, forced by lines of its {@code admin_state}
 * file and believed when DNS queries tell that gdnsd goes by them. Addresses, weights and who prefers which data center stand in
 * gdnsd's configuration, which is not touched. Each line of Fairlead's is marked; the others are never touched.
 */
@NullMarked
package dev.fairlead.gateway.gdnsd;

import org.jspecify.annotations.NullMarked;
