/**
 * Owns leases for processes without a database, such as the gateways: one of them at a time acts on a data plane. Epochs come from
 * here, and whoever is acted upon keeps the highest.
 */
@NullMarked
package dev.fairlead.traffic.lease;

import org.jspecify.annotations.NullMarked;
