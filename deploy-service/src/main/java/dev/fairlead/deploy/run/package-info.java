/** Shows the runs of this service in their own shape, whatever their kind. */
@NullMarked
package dev.fairlead.deploy.run;

import org.jspecify.annotations.NullMarked;
