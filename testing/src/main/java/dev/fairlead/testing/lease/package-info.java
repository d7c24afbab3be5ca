/** What gives out leases: its contract, and one without a server. */
@NullMarked
package dev.fairlead.testing.lease;

import org.jspecify.annotations.NullMarked;
