package dev.fairlead.quickstart.story;

import dev.fairlead.contracts.DataCenterName;
import java.util.List;
import java.util.Map;

/** The same moment as DNS and as the edge see it. */
record Pictures(Picture dns, Picture edge) {

    List<Picture> both() {
        return List.of(dns, edge);
    }

    /** Those whom DNS sends to a data center. */
    List<Client> at(DataCenterName dataCenter) {
        return dns.dataCenters().entrySet().stream()
                .filter(entry -> entry.getValue().equals(dataCenter))
                .map(Map.Entry::getKey)
                .toList();
    }
}
