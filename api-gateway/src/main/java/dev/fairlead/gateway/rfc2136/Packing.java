package dev.fairlead.gateway.rfc2136;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.Section;
import org.xbill.DNS.Update;

/** Packs the changes of hosts into update messages, which are atomic each. */
final class Packing {

    /** Most records in one message. */
    static final int MOST_RECORDS = 500;

    /** The pusher's mark: as a premise, taken away, and put anew. */
    private static final int RECORDS_OF_THE_MARK = 3;

    /** DNS allows 65,535 by TCP, with the mark and the signature. */
    private static final int MOST_BYTES = 60_000;

    private Packing() {}

    /** Whether the change of a host has room in a message of its own. */
    static boolean hasRoom(HostUpdate host) {
        return RECORDS_OF_THE_MARK + host.records() <= MOST_RECORDS && host.bytes() <= MOST_BYTES;
    }

    /** Which hosts are changed by one message each. */
    static List<List<HostUpdate>> packed(List<HostUpdate> hosts) {
        List<List<HostUpdate>> packs = new ArrayList<>();
        List<HostUpdate> pack = new ArrayList<>();
        int records = RECORDS_OF_THE_MARK;
        int bytes = 0;
        for (HostUpdate host : hosts) {
            records += host.records();
            bytes += host.bytes();
            if (records > MOST_RECORDS || bytes > MOST_BYTES) {
                packs.add(List.copyOf(pack));
                pack.clear();
                records = RECORDS_OF_THE_MARK + host.records();
                bytes = host.bytes();
            }
            pack.add(host);
        }
        packs.add(List.copyOf(pack));
        return packs;
    }

    /** @param mark what the zone says of who pushes; absent: nothing, and it says nothing afterwards */
    static Update message(Name zone, @Nullable PusherMark mark, List<HostUpdate> pack) {
        Update message = new Update(zone);
        message.addRecord(PusherMark.premise(zone, mark), Section.PREREQ);
        if (mark != null) {
            message.replace(mark.next().in(zone));
        }
        for (HostUpdate host : pack) {
            host.premises().forEach(record -> message.addRecord(record, Section.PREREQ));
            host.changes().forEach(record -> message.addRecord(record, Section.UPDATE));
        }
        return message;
    }
}
