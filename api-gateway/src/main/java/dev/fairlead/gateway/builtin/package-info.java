/** The data planes inside this process: enough for one machine or a small site, without root and without any other server. */
@NullMarked
package dev.fairlead.gateway.builtin;

import org.jspecify.annotations.NullMarked;
