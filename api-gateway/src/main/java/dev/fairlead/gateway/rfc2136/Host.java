package dev.fairlead.gateway.rfc2136;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * What stands at a host and decides where its users go.
 *
 * @param rrsets by type
 */
record Host(Map<Integer, RrSet> rrsets) {

    static final Host NOTHING = new Host(Map.of());

    /** The types that decide where users go. */
    static final Set<Integer> TYPES = Set.of(Type.A, Type.AAAA, Type.CNAME);

    Host {
        rrsets = Map.copyOf(rrsets);
    }

    static Host of(Name host, Collection<InetAddress> addresses, long ttl) {
        return of(addresses.stream().map(address -> record(host, address, ttl)).toList());
    }

    private static Record record(Name host, InetAddress address, long ttl) {
        return address instanceof Inet4Address
                ? new ARecord(host, DClass.IN, ttl, address)
                : new AAAARecord(host, DClass.IN, ttl, address);
    }

    /** @param records of one name, of any of the types */
    static Host of(Collection<Record> records) {
        Map<Integer, Set<Record>> byType = new HashMap<>();
        records.forEach(record -> byType.computeIfAbsent(record.getType(), type -> new HashSet<>())
                .add(record));
        Map<Integer, RrSet> rrsets = new HashMap<>();
        byType.forEach((type, all) -> rrsets.put(type, RrSet.of(all)));
        return new Host(rrsets);
    }

    RrSet rrset(int type) {
        return rrsets.getOrDefault(type, RrSet.NONE);
    }

    /** The records of one name and type; two records are equal whatever their time to live. */
    record RrSet(long ttl, Set<Record> records) {

        static final RrSet NONE = new RrSet(0, Set.of());

        RrSet {
            records = Set.copyOf(records);
        }

        /** The servers keep one time to live for all of them. */
        private static RrSet of(Set<Record> records) {
            return new RrSet(records.iterator().next().getTTL(), records);
        }
    }
}
