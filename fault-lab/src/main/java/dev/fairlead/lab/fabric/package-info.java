/**
 * A network of several machines on one: every process in a network namespace of its own, and one user-space switch
 * between all of them that cuts, loses and delays IP packets, each direction of each pair by itself. It is the same
 * for every protocol, and needs neither netem nor bridges; root, and {@code /dev/net/tun}.
 */
@NullMarked
package dev.fairlead.lab.fabric;

import org.jspecify.annotations.NullMarked;
