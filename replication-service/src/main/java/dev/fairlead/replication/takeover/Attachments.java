package dev.fairlead.replication.takeover;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.replication.sample.Credentials;
import dev.fairlead.replication.takeover.member.Conninfo;
import dev.fairlead.replication.takeover.member.MemberSession;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How each standby was attached to its primary before it was sealed, as a step stores it: without the password, if one stood in
 * it, which the credentials have.
 */
record Attachments(Map<String, String> stored) {

    private static final String CONNINFO = "conninfo.";
    private static final String WITH_PASSWORD = "passwordFromCredentials.";

    /** What is to be stored of a standby; empty: it is attached to nobody, or nobody can tell how. */
    static Map<String, String> of(DataCenterName standby, MemberSession session) throws SQLException {
        Optional<Conninfo> conninfo = Conninfo.parse(session.setting("primary_conninfo"));
        if (conninfo.isEmpty()) {
            return Map.of();
        }
        Map<String, String> stored = new HashMap<>();
        stored.put(CONNINFO + standby, conninfo.get().withoutPassword().text());
        if (conninfo.get().hasPassword()) {
            stored.put(WITH_PASSWORD + standby, "true");
        }
        return stored;
    }

    /** How the standby is attached to this primary as it was to the one before. */
    Conninfo to(EndpointAddress primary, DataCenterName standby, Credentials.Login login) {
        Conninfo before = Optional.ofNullable(stored.get(CONNINFO + standby))
                .flatMap(Conninfo::parse)
                .map(known -> stored.containsKey(WITH_PASSWORD + standby) ? known.as(login) : known)
                .orElseGet(() -> Conninfo.of(login));
        return before.to(primary, standby.value());
    }
}
