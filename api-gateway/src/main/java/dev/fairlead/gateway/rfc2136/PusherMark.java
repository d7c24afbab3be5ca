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
 * What a zone says of who pushes to it: {@code _fairlead-pusher.<zone> TXT <lease> <holder> <epoch> <sequence>}. It is the
 * premise of every update and is changed by every update, so that the server itself refuses what an overtaken pusher sends,
 * and what this one sent, gave up and the server does late (RFC 2136, section 3.2).
 *
 * @param sequence how many updates of this pusher came before
 */
record PusherMark(Pusher pusher, long sequence) {

    private static final Name LABEL = Name.fromConstantString("_fairlead-pusher");
    private static final long TTL = 300;

    static Name name(Name zone) {
        return Marker.below(LABEL, zone);
    }

    PusherMark next() {
        return after(1);
    }

    /** What the zone says when so many more updates are done. */
    PusherMark after(int updates) {
        return new PusherMark(pusher, sequence + updates);
    }

    TXTRecord in(Name zone) {
        return in(zone, TTL);
    }

    private TXTRecord in(Name zone, long ttl) {
        List<String> strings =
                List.of(pusher.lease(), pusher.holder(), Long.toString(pusher.epoch()), Long.toString(sequence));
        return new TXTRecord(name(zone), DClass.IN, ttl, strings);
    }

    /** That a zone still says this, or nothing. */
    static Record premise(Name zone, @Nullable PusherMark mark) {
        return mark == null ? Record.newRecord(name(zone), Type.TXT, DClass.NONE, 0) : mark.in(zone, 0);
    }

    /** Out of what a zone answers for the name of the mark; absent where something else stands there. */
    static Optional<PusherMark> read(List<Record> answer) {
        if (answer.size() != 1 || !(answer.getFirst() instanceof TXTRecord text)) {
            return Optional.empty();
        }
        List<String> strings = text.getStrings();
        if (strings.size() != 4 || !strings.subList(2, 4).stream().allMatch(number -> number.matches("\\d{1,18}"))) {
            return Optional.empty();
        }
        Pusher pusher = new Pusher(strings.get(0), strings.get(1), Long.parseLong(strings.get(2)));
        return Optional.of(new PusherMark(pusher, Long.parseLong(strings.get(3))));
    }
}
