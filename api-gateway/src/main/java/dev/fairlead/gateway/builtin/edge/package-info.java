/**
 * The built-in HTTP edge: a proxy on its own port that sends each request where the plan of its host wants the client.
 * {@code route} decides, Tomcat and Apache's client speak HTTP, this package carries headers and bodies across.
 */
@NullMarked
package dev.fairlead.gateway.builtin.edge;

import org.jspecify.annotations.NullMarked;
