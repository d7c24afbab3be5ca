package dev.fairlead.replication.distance;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.DatabaseName;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.traffic.Share;
import dev.fairlead.replication.sample.RoundTrip;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What a round trip to the primary takes, by what the replication-services measure.
 *
 * @param primary absent: none is known, or several say that they are it
 * @param from in order of region and data center
 */
record DistanceReport(DatabaseName database, @Nullable DataCenterName primary, List<From> from) {

    DistanceReport {
        from = List.copyOf(from);
    }

    /**
     * @param dataCenter absent: nobody named a data center of that region
     * @param roundTrip absent: that region is not heard, or the primary does not answer it
     * @param shareBasisPoints of all requests to the applications of the database; absent: their demand is not known
     */
    record From(
            RegionName region,
            @Nullable DataCenterName dataCenter,
            @Nullable RoundTrip roundTrip,
            @Nullable Integer shareBasisPoints) {}

    /** @param measured what each region measured of the members of the database, in order of name */
    static DistanceReport of(
            DatabaseName database,
            @Nullable DataCenterName primary,
            SortedMap<RegionName, List<RoundTrip>> measured,
            Requests requests) {
        List<From> from = new ArrayList<>();
        measured.forEach((region, roundTrips) -> {
            RoundTrip toPrimary = roundTrips.stream()
                    .filter(one -> one.dataCenter().equals(primary))
                    .findFirst()
                    .orElse(null);
            List<DataCenterName> dataCenters = requests.dataCentersOf(region);
            if (dataCenters.isEmpty()) {
                from.add(new From(region, null, toPrimary, null));
            }
            dataCenters.forEach(
                    dataCenter -> from.add(new From(region, dataCenter, toPrimary, requests.shareOf(dataCenter))));
        });
        return new DistanceReport(database, primary, from);
    }

    /**
     * Where requests of a database's applications are sent.
     *
     * @param regions of each data center
     * @param perSecond of those applications that tell their demand
     */
    record Requests(SortedMap<DataCenterName, RegionName> regions, Map<DataCenterName, Long> perSecond) {

        List<DataCenterName> dataCentersOf(RegionName region) {
            return regions.entrySet().stream()
                    .filter(entry -> entry.getValue().equals(region))
                    .map(Map.Entry::getKey)
                    .toList();
        }

        @Nullable Integer shareOf(DataCenterName dataCenter) {
            long all = perSecond.values().stream().mapToLong(Long::longValue).sum();
            long own = perSecond.getOrDefault(dataCenter, 0L);
            return all == 0 ? null : Integer.valueOf(Math.toIntExact(Math.round((double) own * Share.WHOLE / all)));
        }
    }
}
