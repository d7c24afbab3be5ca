/**
 * Discovery for services: where a client's requests to an application should go now, from the plans in this gateway's memory, so
 * that it is answered while every other service is away; and what an application can do where. {@code answer} decides; this package speaks HTTP and lets
 * clients wait for the next plan.
 */
@NullMarked
package dev.fairlead.gateway.discover;

import org.jspecify.annotations.NullMarked;
