package dev.fairlead.gateway.rfc2136;

import java.util.ArrayList;
import java.util.List;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Update;

/** Packs the changes of hosts into update messages, which are atomic each. */
final class Packing {

    /** Most records in one message. */
    static final int MOST_RECORDS = 500;

    /** DNS allows 65,535 by TCP, with the signature. */
    private static final int MOST_BYTES = 60_000;

    private Packing() {}

    /** Whether the change of a host has room in a message of its own. */
    static boolean hasRoom(HostUpdate host) {
        return 1 + host.records() <= MOST_RECORDS && host.bytes() <= MOST_BYTES;
    }

    /** @param premise of every message */
    static List<Update> messages(Name zone, Record premise, List<HostUpdate> hosts) {
        List<Update> messages = new ArrayList<>();
        List<HostUpdate> together = new ArrayList<>();
        int records = 1;
        int bytes = 0;
        for (HostUpdate host : hosts) {
            records += host.records();
            bytes += host.bytes();
            if (records > MOST_RECORDS || bytes > MOST_BYTES) {
                messages.add(message(zone, premise, together));
                together.clear();
                records = 1 + host.records();
                bytes = host.bytes();
            }
            together.add(host);
        }
        messages.add(message(zone, premise, together));
        return messages;
    }

    private static Update message(Name zone, Record premise, List<HostUpdate> hosts) {
        Update message = new Update(zone);
        message.addRecord(premise, Section.PREREQ);
        for (HostUpdate host : hosts) {
            host.premises().forEach(record -> message.addRecord(record, Section.PREREQ));
            host.changes().forEach(record -> message.addRecord(record, Section.UPDATE));
        }
        return message;
    }
}
