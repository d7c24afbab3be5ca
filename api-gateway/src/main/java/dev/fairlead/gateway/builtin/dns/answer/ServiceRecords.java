package dev.fairlead.gateway.builtin.dns.answer;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.traffic.Share;
import dev.fairlead.gateway.builtin.dns.answer.DnsTable.Host;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.SRVRecord;

/**
 * The endpoints of a host as SRV records (RFC 2782): those of the data centers with a share first, weighted by it, then, for the
 * moment until the next plan, those of the others that serve. Unlike an address record a client chooses among them itself.
 */
final class ServiceRecords {

    /** So many fit into a message over TCP, however long the names are. */
    static final int MOST = 200;

    /** A weight has 16 bits: the whole share makes 60,000. */
    private static final int WEIGHT_PER_BASIS_POINT = 6;

    private ServiceRecords() {}

    /** @param shares of the asker's audience; none: nobody is sent anywhere */
    static List<SRVRecord> of(Name service, Host host, List<Share> shares) {
        Map<DataCenterName, Integer> weights = new TreeMap<>();
        shares.stream()
                .filter(share -> share.basisPoints() > 0 && host.serves(share.dataCenter()))
                .forEach(share -> weights.put(share.dataCenter(), share.basisPoints() * WEIGHT_PER_BASIS_POINT));
        if (weights.isEmpty()) {
            return List.of();
        }
        List<DataCenterName> reserve = host.reserve().stream()
                .filter(dataCenter -> host.serves(dataCenter) && !weights.containsKey(dataCenter))
                .sorted()
                .toList();
        int each = Math.max(1, MOST / (weights.size() + reserve.size()));
        List<SRVRecord> records = new ArrayList<>();
        weights.forEach((dataCenter, weight) ->
                records(service, host, dataCenter, each, new Rank(0, weight)).forEach(records::add));
        reserve.forEach(dataCenter -> records(service, host, dataCenter, each, new Rank(1, Share.WHOLE))
                .forEach(records::add));
        return records.stream().limit(MOST).toList();
    }

    /** @param weight of the whole data center */
    private record Rank(int priority, int weight) {}

    private static Stream<SRVRecord> records(Name service, Host host, DataCenterName dataCenter, int most, Rank rank) {
        List<EndpointAddress> endpoints = host.endpoints().getOrDefault(dataCenter, List.of()).stream()
                .limit(most)
                .toList();
        int weight = Math.max(1, rank.weight() / endpoints.size()); // 0 would be nearly never, not a little
        return endpoints.stream()
                .flatMap(endpoint -> ServiceNames.targetName(endpoint, new Name(service, 2)).stream()
                        .map(target -> new SRVRecord(
                                service,
                                DClass.IN,
                                host.ttlSeconds(),
                                rank.priority(),
                                weight,
                                endpoint.port(),
                                target)));
    }
}
