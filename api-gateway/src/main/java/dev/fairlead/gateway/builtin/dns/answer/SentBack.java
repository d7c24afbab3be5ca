package dev.fairlead.gateway.builtin.dns.answer;

import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/**
 * What is said instead of an answer to a network that asks too much: to come by TCP or, to who knows cookies, with the cookie
 * that comes along (BADCOOKIE of RFC 7873). It has no records, so it is of no use to whoever asked in another's name.
 */
public final class SentBack {

    private SentBack() {}

    public static Message to(Message query) {
        Message response = new Message(query.getHeader().getID());
        Header header = response.getHeader();
        header.setFlag(Flags.QR);
        if (query.getHeader().getFlag(Flags.RD)) {
            header.setFlag(Flags.RD);
        }
        Record question = query.getQuestion();
        if (question != null) {
            response.addRecord(question, Section.QUESTION);
        }
        OPTRecord opt = query.getOPT();
        boolean cookie = opt != null && !opt.getOptions(EDNSOption.Code.COOKIE).isEmpty();
        int rcode = cookie ? Rcode.BADCOOKIE : Rcode.NOERROR;
        header.setRcode(rcode & 0xf);
        if (!cookie) {
            header.setFlag(Flags.TC);
        }
        if (opt != null) {
            int flags = opt.getFlags() & ExtendedFlags.DO;
            response.addRecord(new OPTRecord(Answers.MAX_UDP, rcode >> 4, 0, flags), Section.ADDITIONAL);
        }
        return response;
    }
}
