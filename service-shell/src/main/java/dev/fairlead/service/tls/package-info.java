/**
 * Mutual TLS between services and regions, on where {@code fairlead.tls.bundle} names a bundle of certificates: the service's
 * port, its clients for other services, and their renewal while they are in use.
 */
@NullMarked
package dev.fairlead.service.tls;

import org.jspecify.annotations.NullMarked;
