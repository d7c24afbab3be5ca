/**
 * Who goes where: the audience of a client by its network and place, then one data center of that audience's shares, the
 * same one for the same client network; and where writes go. Pure, and shared by the adapters so that they agree.
 */
@NullMarked
package dev.fairlead.gateway.choice;

import org.jspecify.annotations.NullMarked;
