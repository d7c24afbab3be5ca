/**
 * The chart in real clusters, with the images of the services: what can only be seen where pods run. Started by {@code
 * ./fairlead test kubernetes}, which makes clusters and images; nothing of it runs among the everyday tests.
 */
@NullMarked
package dev.fairlead.system.kubernetes;

import org.jspecify.annotations.NullMarked;
