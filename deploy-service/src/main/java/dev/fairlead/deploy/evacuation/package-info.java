/**
 * Evacuations: runs that take the users of all applications out of a data center, application by application in the order of
 * their dependencies, and runs that give them back the same way.
 */
@NullMarked
package dev.fairlead.deploy.evacuation;

import org.jspecify.annotations.NullMarked;
