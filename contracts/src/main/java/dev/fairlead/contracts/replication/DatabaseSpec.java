package dev.fairlead.contracts.replication;

import static dev.fairlead.contracts.InvalidFieldException.elements;
import static dev.fairlead.contracts.InvalidFieldException.inRange;
import static dev.fairlead.contracts.InvalidFieldException.required;
import static java.util.Objects.requireNonNullElse;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.EndpointAddress;
import java.util.List;

/**
 * A PostgreSQL database with one member in each of some data centers.
 *
 * @param credentials name of the credentials, which the replication-service reads from a file of that name
 * @param sampleEveryMs sampling period: what the staleness bound is above the truth at most, beside the round trips; each
 *     member is read twice in it. Default 250
 */
public record DatabaseSpec(String databaseName, String credentials, List<Member> members, Integer sampleEveryMs) {

    public DatabaseSpec {
        required(databaseName, "databaseName");
        required(credentials, "credentials");
        members = elements(members, "members");
        sampleEveryMs = (int) inRange(requireNonNullElse(sampleEveryMs, 250), 50, 60_000, "sampleEveryMs");
    }

    /** One server of the database. Which one is the primary is asked of the servers, never configured. */
    public record Member(DataCenterName dataCenter, EndpointAddress address) {

        public Member {
            required(dataCenter, "dataCenter");
            required(address, "address");
        }
    }
}
