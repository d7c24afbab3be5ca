package dev.fairlead.gateway.rfc2136;

import java.util.List;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.NameTooLongException;
import org.xbill.DNS.Record;
import org.xbill.DNS.TXTRecord;

/** The record beside a host by which its address records are Fairlead's: {@code _fairlead.<host> TXT "heritage=fairlead"}. */
final class Marker {

    private static final Name LABEL = Name.fromConstantString("_fairlead");
    private static final List<String> HERITAGE = List.of("heritage=fairlead");

    private Marker() {}

    /** Where the marker of a host stands. */
    static Name name(Name host) {
        return below(LABEL, host);
    }

    static Name below(Name label, Name name) {
        try {
            return Name.concatenate(label, name);
        } catch (NameTooLongException e) {
            throw new IllegalArgumentException("%s leaves no room for %s".formatted(name, label), e);
        }
    }

    static TXTRecord record(Name host, long ttl) {
        return new TXTRecord(name(host), DClass.IN, ttl, HERITAGE);
    }

    /** Whether a name is one where a marker would stand. */
    static boolean stands(Name name) {
        return name.labels() > 1 && LABEL.getLabelString(0).equalsIgnoreCase(name.getLabelString(0));
    }

    /** The host whose marker would stand at a name. */
    static Name host(Name name) {
        return new Name(name, 1);
    }

    /** @param records the TXT records of a name */
    static boolean isMarked(List<Record> records) {
        return records.size() == 1
                && records.getFirst() instanceof TXTRecord text
                && text.getStrings().equals(HERITAGE);
    }
}
