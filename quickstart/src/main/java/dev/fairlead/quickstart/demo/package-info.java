/**
 * A whole Fairlead on one machine: the control plane's database, the five services, three data centers with a replicated
 * database, and the applications in them, written through the public API.
 */
@NullMarked
package dev.fairlead.quickstart.demo;

import org.jspecify.annotations.NullMarked;
