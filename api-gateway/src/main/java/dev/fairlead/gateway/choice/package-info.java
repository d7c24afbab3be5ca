/**
 * Who goes where: the audience of a client by its network and place, then one data center of that audience's shares, the
 * same one for the same client network. Pure, and shared by the built-in DNS and the built-in edge so that they agree.
 */
@NullMarked
package dev.fairlead.gateway.choice;

import org.jspecify.annotations.NullMarked;
