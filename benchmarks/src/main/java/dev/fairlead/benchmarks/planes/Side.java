package dev.fairlead.benchmarks.planes;

import dev.fairlead.contracts.DataCenterName;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Optional;

/** One of the two data centers of each application. All users of one are sent to the same, so that one answer shows a change. */
enum Side {
    EAST("us-east", 77),
    WEST("us-west", 78);

    private final DataCenterName dataCenter;
    private final int net;

    Side(String dataCenter, int net) {
        this.dataCenter = DataCenterName.of(dataCenter);
        this.net = net;
    }

    DataCenterName dataCenter() {
        return dataCenter;
    }

    /** The address of one of its endpoints. */
    String address(int endpoint) {
        return "127.%d.%d.%d".formatted(net, endpoint >> 8, endpoint & 0xff);
    }

    /** Whose endpoint has this address. */
    static Optional<Side> at(InetAddress address) {
        return Arrays.stream(values())
                .filter(side -> address.getAddress()[1] == side.net)
                .findFirst();
    }

    static Optional<Side> of(DataCenterName dataCenter) {
        return Arrays.stream(values())
                .filter(side -> side.dataCenter.equals(dataCenter))
                .findFirst();
    }
}
