package dev.fairlead.gateway.rfc2136;

import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.gateway.dataplane.DataPlaneException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.ZoneTransferException;
import org.xbill.DNS.ZoneTransferIn;

/** The name server that has the zones first hand. Every failure becomes a sentence for operators. */
record Primary(EndpointAddress address, TsigKeyFile keyFile) {

    /** Thirty thousand records take about a second. */
    private static final Duration TRANSFER = Duration.ofSeconds(12);

    Conversation open() {
        return Conversation.with(address, keyFile.read());
    }

    /** All records of a zone (RFC 5936). */
    List<Record> records(Name zone) {
        ZoneTransferIn transfer = ZoneTransferIn.newAXFR(
                zone, new InetSocketAddress(InetAddress.ofLiteral(address.ip()), address.port()), keyFile.read());
        transfer.setTimeout(TRANSFER);
        try {
            transfer.run();
            return transfer.getAXFR();
        } catch (ZoneTransferException e) {
            throw new DataPlaneException(
                    "DNS at %s does not hand out zone %s: %s".formatted(address, zone, e.getMessage()), e);
        } catch (IOException e) {
            throw Conversation.silent(address, e);
        }
    }
}
