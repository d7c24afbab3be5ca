/**
 * What every service has around its features, joined by auto-configuration: error bodies, the check of who calls, the
 * clients for other services, the bus, and the limit on what it takes in. No feature belongs here.
 */
@NullMarked
package dev.fairlead.service;

import org.jspecify.annotations.NullMarked;
