package dev.fairlead.gateway.builtin.dns;

import dev.fairlead.gateway.builtin.dns.answer.Answers;
import dev.fairlead.gateway.builtin.dns.answer.DnsTable;
import dev.fairlead.gateway.choice.PlaceLookup;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;

/** From the bytes of a query to the bytes of its answer, whatever the bytes are. */
final class Packets {

    private static final int WITHOUT_EDNS = 512;
    private static final int MAX_TCP = 65_535;

    private final PlaceLookup places;

    Packets(PlaceLookup places) {
        this.places = places;
    }

    /**
     * The answer, cut to what the asker takes. Empty for what deserves none: fewer bytes than a header has, and answers,
     * so that two servers never answer each other for ever.
     */
    Optional<byte[]> answer(byte[] packet, InetAddress peer, Transport transport, @Nullable DnsTable table) {
        if (packet.length < Header.LENGTH || (packet[2] & 0x80) != 0) {
            return Optional.empty();
        }
        if ((packet[2] >> 3 & 0xf) != Opcode.QUERY) {
            return Optional.of(headerOnly(packet, Rcode.NOTIMP));
        }
        Message query;
        try {
            query = new Message(packet);
        } catch (IOException | RuntimeException e) { // dnsjava throws unchecked for some values out of range
            return Optional.of(headerOnly(packet, Rcode.FORMERR));
        }
        Message response = Answers.answer(query, peer, table, places);
        return Optional.of(response.toWire(limit(query.getOPT(), transport)));
    }

    private static int limit(@Nullable OPTRecord opt, Transport transport) {
        return switch (transport) {
            case TCP -> MAX_TCP;
            case UDP -> opt == null ? WITHOUT_EDNS : Math.clamp(opt.getPayloadSize(), WITHOUT_EDNS, Answers.MAX_UDP);
        };
    }

    private static byte[] headerOnly(byte[] packet, int rcode) {
        Header header = new Header((packet[0] & 0xff) << 8 | packet[1] & 0xff);
        header.setFlag(Flags.QR);
        header.setOpcode(packet[2] >> 3 & 0xf);
        if ((packet[2] & 1) != 0) {
            header.setFlag(Flags.RD);
        }
        header.setRcode(rcode);
        return header.toWire();
    }

    /** What carried the query. */
    enum Transport {
        UDP,
        TCP
    }
}
