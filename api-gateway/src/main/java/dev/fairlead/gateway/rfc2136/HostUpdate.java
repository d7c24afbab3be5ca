package dev.fairlead.gateway.rfc2136;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * The change of one host, done as a whole or not at all.
 *
 * @param premises what has to hold on the server: the host is marked, or has nothing yet that would be overwritten
 * @param changes what goes, and then what comes
 */
record HostUpdate(Name host, List<Record> premises, List<Record> changes) {

    private static final long MARKER_TTL = 300;

    /** A record's type, class, time to live, length and, at most, a marker's text. */
    private static final int BYTES_BESIDE_THE_NAME = 30;

    HostUpdate {
        premises = List.copyOf(premises);
        changes = List.copyOf(changes);
    }

    static HostUpdate of(Name host, Holdings before, Holdings desired) {
        List<Record> goes = new ArrayList<>();
        List<Record> comes = new ArrayList<>();
        if (!desired.holds(host)) {
            goes.add(Record.newRecord(Marker.name(host), Type.TXT, DClass.ANY, 0));
        } else if (!before.holds(host)) {
            comes.add(Marker.record(host, MARKER_TTL));
        }
        for (int type : Host.TYPES) {
            Host.RrSet old = before.host(host).rrset(type);
            Host.RrSet wanted = desired.host(host).rrset(type);
            if (!wanted.equals(old)) {
                if (!old.records().isEmpty()) {
                    goes.add(Record.newRecord(host, type, DClass.ANY, 0));
                }
                comes.addAll(wanted.records());
            }
        }
        return new HostUpdate(
                host,
                premises(host, before),
                Stream.concat(goes.stream(), comes.stream()).toList());
    }

    private static List<Record> premises(Name host, Holdings before) {
        if (before.holds(host)) {
            return List.of(Marker.record(host, 0));
        }
        List<Record> nothingThere = new ArrayList<>();
        nothingThere.add(Record.newRecord(Marker.name(host), Type.TXT, DClass.NONE, 0));
        Host.TYPES.forEach(type -> nothingThere.add(Record.newRecord(host, type, DClass.NONE, 0)));
        return nothingThere;
    }

    int records() {
        return premises.size() + changes.size();
    }

    /** How long it is in a message at most: names are reckoned without compression. */
    int bytes() {
        return Stream.concat(premises.stream(), changes.stream())
                .mapToInt(record -> record.getName().length() + BYTES_BESIDE_THE_NAME)
                .sum();
    }
}
