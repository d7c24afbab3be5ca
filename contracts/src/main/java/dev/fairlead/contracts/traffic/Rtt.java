package dev.fairlead.contracts.traffic;

import dev.fairlead.contracts.DataCenterName;

/**
 * What the samples from a country to a data center come to: a mean in which older ones count ever less.
 *
 * @param ms that decisions are made on; it follows the mean when that has moved by a tenth, so that users are not sent to and fro
 * @param samples as many as the older ones still count for
 */
public record Rtt(String country, DataCenterName dataCenter, int ms, double samples) {}
