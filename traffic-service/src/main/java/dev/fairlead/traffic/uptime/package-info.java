/**
 * How much of its uptime objective an application has used up: each decision says which part of the users it leaves unserved, {@link
 * dev.fairlead.traffic.uptime.AvailabilityHistory} keeps where that changed, and {@code Availability} adds it up over a window.
 */
@NullMarked
package dev.fairlead.traffic.uptime;

import org.jspecify.annotations.NullMarked;
