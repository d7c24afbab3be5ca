/** Which bus the service is on: PostgreSQL's on one machine, NATS for several regions, decided by the URL alone. */
@NullMarked
package dev.fairlead.service.bus;

import org.jspecify.annotations.NullMarked;
