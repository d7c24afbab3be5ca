package dev.fairlead.gateway.rfc2136;

import dev.fairlead.gateway.dataplane.Pusher;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/**
 * The record by which a zone says who pushes to it, {@code _fairlead-pusher.<zone> TXT <lease> <holder> <epoch>}. It is the
 * premise of every update, so that the server itself refuses what an overtaken pusher sends (RFC 2136, section 3.2).
 */
final class PusherMark {

    private static final Name LABEL = Name.fromConstantString("_fairlead-pusher");
    private static final long TTL = 300;

    private PusherMark() {}

    static Name name(Name zone) {
        return Marker.below(LABEL, zone);
    }

    static TXTRecord record(Name zone, Pusher pusher) {
        return record(zone, pusher, TTL);
    }

    private static TXTRecord record(Name zone, Pusher pusher, long ttl) {
        List<String> strings = List.of(pusher.lease(), pusher.holder(), Long.toString(pusher.epoch()));
        return new TXTRecord(name(zone), DClass.IN, ttl, strings);
    }

    /** That a zone still says that this pusher pushes, or that nobody does. */
    static Record premise(Name zone, @Nullable Pusher pusher) {
        return pusher == null ? Record.newRecord(name(zone), Type.TXT, DClass.NONE, 0) : record(zone, pusher, 0);
    }

    /** Who pushes, by what a zone answers for the mark; nobody where something else stands there. */
    static Optional<Pusher> read(List<Record> answer) {
        if (answer.size() != 1 || !(answer.getFirst() instanceof TXTRecord text)) {
            return Optional.empty();
        }
        List<String> strings = text.getStrings();
        return strings.size() == 3 && strings.getLast().matches("\\d{1,18}")
                ? Optional.of(new Pusher(strings.get(0), strings.get(1), Long.parseLong(strings.get(2))))
                : Optional.empty();
    }
}
