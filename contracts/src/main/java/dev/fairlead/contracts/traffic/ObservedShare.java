package dev.fairlead.contracts.traffic;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;

/**
 * The part of an application's requests that a data center served, as the samples of all reporters have it.
 *
 * @param requests as many as the older ones still count for: half after two minutes
 * @param basisPoints of all that were counted of the application, rounded
 */
public record ObservedShare(ApplicationName application, DataCenterName dataCenter, long requests, int basisPoints) {}
