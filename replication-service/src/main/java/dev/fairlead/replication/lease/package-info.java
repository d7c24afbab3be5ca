/**
 * Owns the write leases: who may write to a database, under which epoch and for how long. The service beside a primary
 * renews the lease; when it cannot, or is told that the lease is somebody else's, it fences its own server before the lease
 * can be given away. Times are compared by one clock only: the holder's own, which never goes back, or that of the control
 * plane's database.
 */
@NullMarked
package dev.fairlead.replication.lease;

import org.jspecify.annotations.NullMarked;
