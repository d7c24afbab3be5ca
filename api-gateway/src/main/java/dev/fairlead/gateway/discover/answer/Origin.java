package dev.fairlead.gateway.discover.answer;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.InvalidFieldException;
import dev.fairlead.contracts.IpAddresses;
import java.net.InetAddress;

/** Where the requests will come from. */
public sealed interface Origin {

    /** A client's address: its audience decides, as it does for DNS. */
    record Client(InetAddress address) implements Origin {}

    /** A service in a data center. */
    record Site(DataCenterName dataCenter) implements Origin {}

    /** An address has a dot or a colon, a data center's name has neither. */
    static Origin of(String text) {
        try {
            return text.indexOf('.') >= 0 || text.indexOf(':') >= 0
                    ? new Client(IpAddresses.parse(text))
                    : new Site(DataCenterName.of(text));
        } catch (IllegalArgumentException e) {
            throw new InvalidFieldException(
                    "from", "from is neither an IP address nor a data center: " + e.getMessage());
        }
    }
}
