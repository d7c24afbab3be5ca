/** Installs versions through an HTTP hook in the data center, and keeps hooks away from addresses that are none of its business. */
@NullMarked
package dev.fairlead.deploy.hook;

import org.jspecify.annotations.NullMarked;
