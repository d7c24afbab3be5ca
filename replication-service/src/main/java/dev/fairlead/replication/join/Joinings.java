package dev.fairlead.replication.join;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.DatabaseName;
import dev.fairlead.contracts.replication.DatabaseMember.Copied;
import dev.fairlead.contracts.replication.DatabaseMember.Stage;
import dev.fairlead.replication.join.rule.Next;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How far the members are that are not members yet. A row is written by the service beside its member only. */
@Component
final class Joinings {

    private final JdbcClient jdbc;

    Joinings(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** One row. */
    record Row(Place place, Next.Joining joining, Copied copied, String reason) {}

    Map<Place, Row> all() {
        Map<Place, Row> rows = new HashMap<>();
        jdbc.sql("select * from joining_member")
                .query(Joinings::read)
                .list()
                .forEach(row -> rows.put(row.place(), row));
        return rows;
    }

    private static Row read(ResultSet row, int number) throws SQLException {
        return new Row(
                new Place(DatabaseName.of(row.getString("database")), DataCenterName.of(row.getString("data_center"))),
                new Next.Joining(
                        Stage.valueOf(row.getString("stage")),
                        row.getInt("tries"),
                        row.getObject("since", OffsetDateTime.class).toInstant()),
                new Copied(row.getLong("copied"), row.getLong("of_bytes")),
                row.getString("reason"));
    }

    /** Enters a stage, or says another reason in it. */
    void enter(Place place, Next.Joining joining, String reason) {
        Instant since = joining.since();
        jdbc.sql("""
                        insert into joining_member (database, data_center, stage, copied, of_bytes, tries, since, reason)
                        values (:database, :dataCenter, :stage, 0, 0, :tries, :since, :reason)
                        on conflict (database, data_center) do update
                            set stage = excluded.stage, tries = excluded.tries, since = excluded.since,
                                reason = excluded.reason""")
                .param("database", place.database().value())
                .param("dataCenter", place.dataCenter().value())
                .param("stage", joining.stage().name())
                .param("tries", joining.tries())
                .param("since", since.atOffset(ZoneOffset.UTC))
                .param("reason", reason)
                .update();
    }

    void say(Place place, String reason) {
        jdbc.sql("""
                        update joining_member set reason = :reason
                         where database = :database and data_center = :dataCenter""")
                .param("database", place.database().value())
                .param("dataCenter", place.dataCenter().value())
                .param("reason", reason)
                .update();
    }

    void copied(Place place, Copied copied) {
        jdbc.sql("""
                        update joining_member set copied = :copied, of_bytes = :ofBytes
                         where database = :database and data_center = :dataCenter""")
                .param("database", place.database().value())
                .param("dataCenter", place.dataCenter().value())
                .param("copied", copied.bytes())
                .param("ofBytes", copied.ofBytes())
                .update();
    }

    void remove(Place place) {
        jdbc.sql("delete from joining_member where database = :database and data_center = :dataCenter")
                .param("database", place.database().value())
                .param("dataCenter", place.dataCenter().value())
                .update();
    }
}
