package dev.fairlead.benchmarks;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.Network;
import dev.fairlead.contracts.traffic.Share;
import java.util.List;

/** Where each of some clients was sent, in the clients' order. */
record Choices(List<DataCenterName> chosen) {

    Choices {
        chosen = List.copyOf(chosen);
    }

    static Choices of(Chooser chooser, List<Network> clients) {
        return new Choices(clients.stream().map(chooser::choose).toList());
    }

    /** By how many percentage points a data center got more than its share; negative: less. */
    double error(Share share) {
        long got = chosen.stream().filter(share.dataCenter()::equals).count();
        return 100.0 * got / chosen.size() - 100.0 * share.basisPoints() / Share.WHOLE;
    }

    /** How many percent of the clients are sent elsewhere by the other. */
    double percentMoved(Choices other) {
        int moved = 0;
        for (int i = 0; i < chosen.size(); i++) {
            moved += chosen.get(i).equals(other.chosen.get(i)) ? 0 : 1;
        }
        return 100.0 * moved / chosen.size();
    }
}
