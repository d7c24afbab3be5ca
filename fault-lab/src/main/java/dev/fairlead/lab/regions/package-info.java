/**
 * Three whole regions as the quickstart starts them, but each process on a network of its own, and the control plane's
 * database as in production: PostgreSQL under Patroni with a quorum of synchronous standbys, and etcd.
 */
@NullMarked
package dev.fairlead.lab.regions;

import org.jspecify.annotations.NullMarked;
