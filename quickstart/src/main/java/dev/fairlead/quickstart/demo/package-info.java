/**
 * A whole Fairlead on one machine: the control plane's regions, each with the five services, joined by a database and a
 * bus; three data centers with a replicated database; and the applications in them, written through the public API.
 */
@NullMarked
package dev.fairlead.quickstart.demo;

import org.jspecify.annotations.NullMarked;
