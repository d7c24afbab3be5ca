package dev.fairlead.health.target;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.health.Endpoint;
import dev.fairlead.contracts.traffic.HealthCheck;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** A target as the table keeps it. */
@Entity
@Table(name = "target")
@SuppressWarnings("NullAway.Init")
class StoredTarget {

    @Id
    private String endpoint;

    private String application;
    private String dataCenter;
    private String address;
    private String host;
    private String region;

    @Enumerated(EnumType.STRING)
    private HealthCheck.Kind kind;

    private String path;
    private int intervalMs;
    private int timeoutMs;
    private int confirmEveryMs;
    private int fall;
    private int rise;

    /** The whole check; absent in what the version before this one wrote. */
    @JdbcTypeCode(SqlTypes.JSON)
    private @Nullable HealthCheck wholeCheck;

    protected StoredTarget() {}

    StoredTarget(Target target) {
        Endpoint probed = target.endpoint();
        HealthCheck check = target.check();
        endpoint = probed.toString();
        application = probed.application().value();
        dataCenter = probed.dataCenter().value();
        address = probed.address().toString();
        host = target.host();
        region = target.region().value();
        kind = check.kind();
        path = check.path();
        intervalMs = check.intervalMs();
        timeoutMs = check.timeoutMs();
        confirmEveryMs = check.confirmEveryMs();
        fall = check.fall();
        rise = check.rise();
        wholeCheck = check;
    }

    Target target() {
        return new Target(
                new Endpoint(
                        ApplicationName.of(application), DataCenterName.of(dataCenter), EndpointAddress.of(address)),
                host,
                wholeCheck != null
                        ? wholeCheck
                        : new HealthCheck(kind, path, intervalMs, timeoutMs, confirmEveryMs, fall, rise),
                RegionName.of(region));
    }
}
