package dev.fairlead.gateway.builtin.dns;

import dev.fairlead.gateway.builtin.dns.answer.Answers;
import dev.fairlead.gateway.builtin.dns.answer.DnsTable;
import dev.fairlead.gateway.builtin.dns.answer.SentBack;
import dev.fairlead.gateway.builtin.dns.direct.Counts;
import dev.fairlead.gateway.builtin.dns.direct.DirectAnswers;
import dev.fairlead.gateway.choice.PlaceLookup;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.CookieOption;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.WireParseException;

/** From the bytes of a query to the bytes of its answer, whatever the bytes are. */
final class Packets {

    private static final int WITHOUT_EDNS = 512;
    private static final int MAX_TCP = 65_535;

    /** Option 8 of four bytes: family 0, no prefix, no scope. */
    private static final byte[] NO_NETWORK = {0, 8, 0, 4, 0, 0, 0, 0};

    private static final int FAMILY = 5;

    private final PlaceLookup places;
    private final Cookies cookies;

    Packets(PlaceLookup places, Cookies cookies) {
        this.places = places;
        this.cookies = cookies;
    }

    /**
     * The answer, cut to what the asker takes. Empty for what deserves none: fewer bytes than a header has, and answers,
     * so that two servers never answer each other for ever.
     */
    Optional<byte[]> answer(byte[] packet, InetAddress peer, Transport transport, @Nullable DnsTable table) {
        return respond(packet, peer, transport, query -> Answers.answer(query, peer, table, places));
    }

    /** The same, told to whoever counts. */
    Optional<byte[]> answer(
            byte[] packet, InetAddress peer, Transport transport, @Nullable DnsTable table, Answers.Sent sent) {
        return respond(packet, peer, transport, query -> Answers.answer(query, peer, table, places, sent));
    }

    /** The same for common queries over UDP, made ready; one for each thread. */
    DirectAnswers direct(Counts counts) {
        return new DirectAnswers(places, cookies::make, counts);
    }

    /** What is said to a query over UDP that is one too many. */
    Optional<byte[]> sendBack(byte[] packet, InetAddress peer) {
        return respond(packet, peer, Transport.UDP, SentBack::to);
    }

    private Optional<byte[]> respond(
            byte[] packet, InetAddress peer, Transport transport, UnaryOperator<Message> response) {
        if (packet.length < Header.LENGTH || (packet[2] & 0x80) != 0) {
            return Optional.empty();
        }
        if ((packet[2] >> 3 & 0xf) != Opcode.QUERY) {
            return Optional.of(headerOnly(packet, Rcode.NOTIMP));
        }
        Message query;
        try {
            query = parse(packet);
        } catch (IOException | RuntimeException e) { // dnsjava throws unchecked for some values out of range
            return Optional.of(headerOnly(packet, Rcode.FORMERR));
        }
        Message said = response.apply(query);
        giveCookie(query, said, peer);
        return Optional.of(said.toWire(limit(query.getOPT(), transport)));
    }

    /** Also to who knows none of ours yet. */
    private void giveCookie(Message query, Message said, InetAddress peer) {
        OPTRecord asked = query.getOPT();
        OPTRecord opt = said.getOPT();
        if (asked == null || opt == null || said.getRcode() == Rcode.FORMERR || said.getRcode() == Rcode.BADVERS) {
            return;
        }
        List<EDNSOption> shown = asked.getOptions(EDNSOption.Code.COOKIE);
        if (!shown.isEmpty() && shown.getFirst() instanceof CookieOption cookie) {
            List<EDNSOption> options = new ArrayList<>(opt.getOptions());
            options.add(cookies.answer(cookie, peer));
            said.removeRecord(opt, Section.ADDITIONAL);
            said.addRecord(
                    new OPTRecord(
                            opt.getPayloadSize(), opt.getExtendedRcode(), opt.getVersion(), opt.getFlags(), options),
                    Section.ADDITIONAL);
        }
    }

    /**
     * {@code dig +subnet=0} asks to be answered as nobody's network with a client subnet of family 0, which dnsjava takes
     * for malformed: it is read as the 0.0.0.0/0 of RFC 7871, section 7.1.2, which says the same.
     */
    private static Message parse(byte[] packet) throws IOException {
        try {
            return new Message(packet);
        } catch (WireParseException e) {
            int option = indexOf(NO_NETWORK, packet);
            if (option < Header.LENGTH) {
                throw e;
            }
            byte[] mended = packet.clone();
            mended[option + FAMILY] = 1;
            return new Message(mended);
        }
    }

    private static int indexOf(byte[] wanted, byte[] bytes) {
        int at = bytes.length - wanted.length;
        while (at >= 0 && !Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length)) {
            at--;
        }
        return at;
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
