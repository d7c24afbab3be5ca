package dev.fairlead.service.json;

import dev.fairlead.contracts.Listing;
import dev.fairlead.contracts.Resource;
import dev.fairlead.contracts.deploy.DrillScheduleSpec;
import dev.fairlead.contracts.deploy.DrillSpec;
import dev.fairlead.contracts.deploy.EvacuationSpec;
import dev.fairlead.contracts.deploy.RolloutSpec;
import dev.fairlead.contracts.health.CheckRequest;
import dev.fairlead.contracts.health.CheckResult;
import dev.fairlead.contracts.health.PassiveEvidence;
import dev.fairlead.contracts.health.Transition;
import dev.fairlead.contracts.health.VantagePointStatus;
import dev.fairlead.contracts.health.Verdict;
import dev.fairlead.contracts.health.VerdictSimulation;
import dev.fairlead.contracts.replication.DatabaseCheck;
import dev.fairlead.contracts.replication.DatabaseMember;
import dev.fairlead.contracts.replication.DatabaseSpec;
import dev.fairlead.contracts.replication.Freshness;
import dev.fairlead.contracts.replication.LostWrites;
import dev.fairlead.contracts.replication.MoveStatus;
import dev.fairlead.contracts.replication.SwitchoverSpec;
import dev.fairlead.contracts.replication.TakeoverSpec;
import dev.fairlead.contracts.replication.WriteLeaseStatus;
import dev.fairlead.contracts.traffic.ApplicationSpec;
import dev.fairlead.contracts.traffic.ArrivalSample;
import dev.fairlead.contracts.traffic.DataCenterSpec;
import dev.fairlead.contracts.traffic.DataPlaneSpec;
import dev.fairlead.contracts.traffic.Demand;
import dev.fairlead.contracts.traffic.DemandSample;
import dev.fairlead.contracts.traffic.Lease;
import dev.fairlead.contracts.traffic.LeaseRequest;
import dev.fairlead.contracts.traffic.ObservedDemand;
import dev.fairlead.contracts.traffic.ObservedShare;
import dev.fairlead.contracts.traffic.OverrideRequest;
import dev.fairlead.contracts.traffic.PlanListing;
import dev.fairlead.contracts.traffic.Preview;
import dev.fairlead.contracts.traffic.RestoreRequest;
import dev.fairlead.contracts.traffic.RoutingOverride;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.Rtt;
import dev.fairlead.contracts.traffic.RttSample;
import java.lang.reflect.Type;
import java.util.List;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a record looks like on the wire in the first version that had it. A sample is never changed: a later version has to read
 * it too, and says in the record what stands for a field that it lacks.
 */
record WireSample(Type type, String text) {

    /** Read by whoever asked, by other regions, or from a table. */
    static final List<WireSample> ANSWERS = List.of(
            of(new TypeReference<Listing<Verdict>>() {}, """
                {"items": [{"endpoint": {"application": "shop", "dataCenter": "us-east", "address": "192.0.2.1:443"},
                  "health": "down", "since": "2026-01-01T00:00:00Z", "proof": "2026-01-01T00:00:00Z", "reason": "down by 2 of 3",
                  "votes": [{"endpoint": {"application": "shop", "dataCenter": "us-east", "address": "192.0.2.1:443"},
                    "vantagePoint": "us-west", "health": "down", "since": "2026-01-01T00:00:00Z",
                    "at": "2026-01-01T00:00:01Z", "reason": "connection refused"}]}]}"""),
            of(new TypeReference<Listing<Transition>>() {}, """
                {"items": [{"endpoint": {"application": "shop", "dataCenter": "us-east", "address": "192.0.2.1:443"},
                  "region": "us-west", "from": "up", "to": "down", "at": "2026-01-01T00:00:00Z",
                  "proof": "2026-01-01T00:00:00Z", "reason": "down by 2 of 3"}]}"""),
            of(new TypeReference<Listing<PassiveEvidence>>() {}, """
                {"items": [{"endpoint": {"application": "shop", "dataCenter": "us-east", "address": "192.0.2.1:443"},
                  "from": "envoy", "failures": 5, "reason": "ejected"}]}"""),
            of(new TypeReference<CheckResult>() {}, """
                {"vantagePoint": "us-west", "passed": true, "latencyMs": 12, "reason": "status 200"}"""),
            of(new TypeReference<Listing<VantagePointStatus>>() {}, """
                {"items": [{"name": "us-west", "url": "http://192.0.2.1:8082", "fresh": true,
                  "lastHeard": "2026-01-01T00:00:00Z", "isolated": false}]}"""),
            of(new TypeReference<Listing<Freshness>>() {}, """
                {"items": [{"database": "shop", "dataCenter": "us-west", "role": "replica", "reachable": true,
                  "stalenessBoundMs": 120, "bytesBehind": 0, "reason": "replica"}]}"""),
            of(new TypeReference<Listing<MoveStatus>>() {}, """
                {"items": [{"id": "r1", "subject": "shop", "reason": "evacuation r0: power work",
                  "state": "waiting-for-operator", "message": "rebuild shop: us-east does not answer",
                  "steps": [{"name": "route", "state": "done"}]}]}"""),
            of(new TypeReference<WriteLeaseStatus>() {}, """
                {"database": "shop", "holder": "us-east", "epoch": 7, "expiresInMs": 41000, "revoked": false,
                  "fencedAt": "2026-01-01T00:00:00Z", "reason": "us-east may write"}"""),
            of(new TypeReference<Resource<DatabaseSpec>>() {}, """
                {"kind": "Database", "metadata": {"name": "shop", "generation": 1}, "spec": {"databaseName": "shop",
                 "credentials": "shop", "members": [{"dataCenter": "us-east", "address": "192.0.2.1:5432"},
                   {"dataCenter": "us-west", "address": "192.0.2.2:5432"}], "topology": "active-active"}}"""),
            of(new TypeReference<Resource<DatabaseSpec>>() {}, """
                {"kind": "Database", "metadata": {"name": "shop", "generation": 1}, "spec": {"databaseName": "shop",
                 "credentials": "shop", "members": [{"dataCenter": "us-east", "address": "192.0.2.1:5432"}],
                 "sampleEveryMs": 250}}"""),
            of(new TypeReference<Resource<DatabaseSpec>>() {}, """
                {"kind": "Database", "metadata": {"name": "shop", "generation": 1}, "spec": {"databaseName": "shop",
                 "credentials": "shop", "members": [{"dataCenter": "us-east", "address": "192.0.2.1:5432",
                   "patroni": ["192.0.2.1:8008", "192.0.2.2:8008"]}],
                 "sampleEveryMs": 250, "kind": "patroni",
                 "synchronous": {"members": ["us-east", "us-west", "eu-west"], "acknowledgements": 1},
                 "takeover": {"mode": "automatic", "rpoBudgetMs": 2000, "suspectAfterMs": 10000, "leaseMs": 45000,
                   "blockMs": 3600000, "preference": ["us-west"]}}}"""),
            of(new TypeReference<Resource<DatabaseSpec>>() {}, """
                {"kind": "Database", "metadata": {"name": "shop", "generation": 1}, "spec": {"databaseName": "shop",
                 "credentials": "shop", "members": [{"dataCenter": "us-east", "address": "192.0.2.1:5432"}],
                 "sampleEveryMs": 250, "takeover": {"mode": "manual", "preference": ["us-east"],
                   "failback": "when-rebuilt", "failbackAfterMs": 600000}}}"""),
            of(new TypeReference<Listing<DatabaseMember>>() {}, """
                {"items": [{"database": "shop", "dataCenter": "us-west", "stage": "copying",
                  "copied": {"bytes": 1048576, "ofBytes": 8388608}, "reason": "copies us-east"}]}"""),
            of(new TypeReference<Listing<LostWrites>>() {}, """
                {"items": [{"run": "r1", "database": "shop", "dataCenter": "us-east", "foundAt": "2026-01-01T00:00:00Z",
                  "log": {"timeline": 1, "from": "0/30000A0", "to": "0/3000148", "bytes": 168,
                    "commits": {"count": 1, "first": "2026-01-01T00:00:00Z", "last": "2026-01-01T00:00:00Z"}},
                  "transactions": [{"id": 741, "committedAt": "2026-01-01T00:00:00Z",
                    "changes": [{"table": "orders", "inserted": 1, "updated": 0, "deleted": 0}]}],
                  "reason": "us-east had 1 transactions that us-west has not"}]}"""),
            of(new TypeReference<Listing<LostWrites>>() {}, """
                {"items": [{"run": "r2", "database": "shop", "dataCenter": "us-east", "foundAt": "2026-01-01T00:00:00Z",
                  "transactions": [], "reason": "us-east had 1 transactions that us-west has not",
                  "rows": {"folder": "data/main.diverged-1",
                    "tables": [{"table": "orders", "file": "1-orders.csv", "rows": 1, "whole": true}]}}]}"""),
            of(new TypeReference<DatabaseCheck>() {}, """
                {"database": "shop", "findings": [{"severity": "warning", "code": "WAL_RECEIVER_TIMEOUT",
                   "dataCenter": "us-west", "text": "wal_receiver_timeout is 60 s",
                   "statement": "alter system set wal_receiver_timeout = '10000ms'"}],
                 "roleStatements": ["grant pg_monitor to \\"fairlead\\""]}"""),
            of(new TypeReference<Listing<Resource<DataCenterSpec>>>() {}, """
                {"items": [{"kind": "DataCenter", "metadata": {"name": "us-east", "generation": 1},
                  "spec": {"region": "us-east", "location": {"latitude": 40.5, "longitude": -74.0}}}]}"""),
            of(new TypeReference<DataCenterSpec>() {}, """
                {"region": "us-east", "location": {"latitude": 40.5, "longitude": -74.0},
                 "evacuation": {"downPercent": 50, "ofAtLeast": 4}, "capacityPerSecond": 5000}"""),
            of(new TypeReference<Listing<Resource<ApplicationSpec>>>() {}, """
                {"items": [{"kind": "Application", "metadata": {"name": "shop", "generation": 1}, "spec": {
                  "host": "shop.test", "ttlSeconds": 5,
                  "pools": [{"dataCenter": "us-east", "endpoints": ["192.0.2.1:443"]}],
                  "healthCheck": {"kind": "http", "path": "/healthz", "intervalMs": 1000, "timeoutMs": 500,
                    "confirmEveryMs": 100, "fall": 3, "rise": 2},
                  "steering": {"nearest": true, "audiences": [{"name": "europe", "countries": ["DE"], "continents": ["EU"],
                      "networks": ["198.51.100.0/24"], "weights": {"us-east": 1}}],
                    "weights": {"us-east": 1}, "failover": ["us-east"], "allDown": "fail-static", "failback": "auto"},
                  "data": {"database": "shop", "stalenessBudgetMs": 5000}}}]}"""),
            of(new TypeReference<Listing<RoutingPlan>>() {}, """
                {"items": [{"application": "shop", "host": "shop.test", "ttlSeconds": 5, "epoch": 7,
                  "decidedAt": "2026-01-01T00:00:00Z", "proof": "2026-01-01T00:00:00Z",
                  "audiences": [{"audience": "everyone", "countries": [], "continents": [], "networks": [],
                    "shares": [{"dataCenter": "us-east", "basisPoints": 10000}]}],
                  "standings": [{"dataCenter": "us-east", "state": "drained", "mode": "read-write",
                    "endpoints": ["192.0.2.1:443"], "since": "2026-01-01T00:00:00Z", "code": "HEALTHY",
                    "reason": "healthy"}],
                  "writeRoute": "us-east"}]}"""),
            of(new TypeReference<Resource<ApplicationSpec>>() {}, """
                {"kind": "Application", "metadata": {"name": "shop", "generation": 1}, "spec": {
                  "host": "shop.test", "ttlSeconds": 5,
                  "pools": [{"dataCenter": "us-east", "endpoints": ["192.0.2.1:443"], "minimumUp": 1,
                    "capacityPerSecond": 4000}],
                  "healthCheck": {"kind": "grpc", "path": "/healthz", "intervalMs": 1000, "timeoutMs": 500,
                    "confirmEveryMs": 100, "fall": 3, "rise": 2, "host": "shop.test", "headers": {"X-Probe": "fairlead"},
                    "expect": {"statuses": ["200-299"], "body": "ready", "headers": {"X-Role": "primary"}},
                    "tls": {"verify": false, "minimumDaysLeft": 14}, "service": "shop.Orders", "slowMs": 300,
                    "errorRate": {"percent": 50, "of": 10}, "holdDown": {"firstMs": 1000, "mostMs": 60000},
                    "holdConnection": true},
                  "steering": {"closeness": "rtt", "slow": "avoid", "recovery": {"stableForMs": 60000, "rampPercent": [10], "stepMs": 60000,
                    "window": {"from": "02:00:00", "to": "05:00:00", "zone": "Europe/Berlin"}}},
                  "dependsOn": ["login"], "demand": {"perSecond": {"US": 500}, "headroomPercent": 10},
                  "safety": {"minimumDataCenters": 2, "minimumCapacityPercent": 50, "mostMovedPercent": 30,
                    "mostMovedPerMinutePercent": 60},
                  "uptime": {"objective": "99.95"}, "latency": "realtime"}}"""),
            of(new TypeReference<Preview<RoutingOverride>>() {}, """
                {"result": {"id": "drain-1", "kind": "drain", "dataCenter": "us-east", "reason": "power work",
                   "author": "alice", "createdAt": "2026-01-01T00:00:00Z", "expiresAt": "2026-01-01T01:00:00Z"},
                 "changes": [{"application": "shop", "movedPercent": 50.0}],
                 "hits": [{"rule": "MOST_MOVED", "application": "shop", "detail": "50 % would be moved"}],
                 "planHash": "ab-cd"}"""),
            of(new TypeReference<Preview<RoutingOverride>>() {}, """
                {"changes": [], "hits": [{"rule": "PRIMARY_STAYS", "detail": "stock: Patroni runs it"}], "planHash": "ab-cd",
                 "primaries": [{"database": "shop", "to": "us-west", "reason": "its copy is the freshest"}]}"""),
            of(new TypeReference<RoutingPlan>() {}, """
                {"application": "shop", "host": "shop.test", "ttlSeconds": 5, "epoch": 7,
                 "decidedAt": "2026-01-01T00:00:00Z", "audiences": [],
                 "standings": [{"dataCenter": "us-east", "state": "slow", "mode": "read-write", "endpoints": [],
                   "since": "2026-01-01T00:00:00Z", "code": "SLOW", "reason": "slow", "neverUp": false,
                   "ramp": {"percent": 10, "since": "2026-01-01T00:00:00Z"}}],
                 "loads": [{"dataCenter": "us-east", "perSecond": 900, "limitPerSecond": 800, "capacityPerSecond": 1000,
                   "audiences": ["everyone"]}]}"""),
            of(new TypeReference<RoutingPlan>() {}, """
                {"application": "shop", "host": "shop.test", "ttlSeconds": 5, "epoch": 7,
                 "decidedAt": "2026-01-01T00:00:00Z", "audiences": [], "standings": [], "loads": [],
                 "resilience": {"ejection": {"serverErrors": 5, "gatewayFailures": 3, "forMs": 30000, "mostPercent": 99},
                   "retries": {"attempts": 2, "budgetPercent": 20}}}"""),
            of(new TypeReference<RoutingPlan>() {}, """
                {"application": "shop", "host": "shop.test", "ttlSeconds": 5, "epoch": 7,
                 "decidedAt": "2026-01-01T00:00:00Z", "audiences": [], "loads": [],
                 "standings": [{"dataCenter": "us-east", "state": "serving", "mode": "read-only", "endpoints": [],
                   "since": "2026-01-01T00:00:00Z", "code": "HEALTHY", "reason": "healthy", "neverUp": false,
                   "modeReason": {"code": "READ_ONLY_ORDERED", "reason": "read-only by alice",
                     "since": "2026-01-01T00:00:00Z"}}]}"""),
            of(new TypeReference<ApplicationSpec>() {}, """
                {"host": "shop.test", "pools": [],
                 "resilience": {"ejection": {"serverErrors": 20, "forMs": 5000}, "retries": {"attempts": 0}}}"""),
            of(new TypeReference<Listing<Rtt>>() {}, """
                {"items": [{"country": "BR", "dataCenter": "us-east", "ms": 120, "samples": 33.5}]}"""),
            of(new TypeReference<Listing<Resource<DataPlaneSpec>>>() {}, """
                {"items": [{"kind": "DataPlane", "metadata": {"name": "ns1", "generation": 1},
                  "spec": {"kind": "powerdns", "region": "us-east", "mode": "observe",
                    "settings": {"url": "http://192.0.2.53:8081", "zones": ["apps.test"], "place": {"country": "US"},
                      "port": 53, "shared": true}}}]}"""),
            of(new TypeReference<Listing<RttSample>>() {}, """
                {"items": [{"country": "BR", "dataCenter": "us-east", "ms": 118}]}"""),
            of(new TypeReference<Demand>() {}, """
                {"perSecond": {"US": 500}, "headroomPercent": 10, "observed": true}"""),
            of(new TypeReference<Listing<DemandSample>>() {}, """
                {"items": [{"application": "shop", "audience": "US", "reporter": "gateway-1",
                  "since": "2026-01-01T00:00:00Z", "forMs": 2000, "requests": 900}]}"""),
            of(new TypeReference<Listing<ObservedDemand>>() {}, """
                {"items": [{"application": "shop", "audience": "US", "perSecond": 451.5, "planned": 430, "ageMs": 1200}]}"""),
            of(new TypeReference<Listing<ArrivalSample>>() {}, """
                {"items": [{"application": "shop", "dataCenter": "us-east", "reporter": "gateway-1",
                  "since": "2026-01-01T00:00:00Z", "forMs": 5000, "requests": 900}]}"""),
            of(new TypeReference<Listing<ObservedShare>>() {}, """
                {"items": [{"application": "shop", "dataCenter": "us-east", "requests": 7200, "basisPoints": 6180}]}"""),
            of(new TypeReference<RoutingOverride>() {}, """
                {"id": "drain-1", "kind": "drain", "application": "shop", "dataCenter": "us-east", "reason": "rollout",
                 "author": "deploy-service", "createdAt": "2026-01-01T00:00:00Z", "expiresAt": "2026-01-01T01:00:00Z"}"""),
            of(new TypeReference<RoutingOverride>() {}, """
                {"id": "drain-1", "kind": "drain", "dataCenter": "us-east", "reason": "power work", "author": "alice",
                 "createdAt": "2026-01-01T00:00:00Z", "expiresAt": "2026-01-01T01:00:00Z", "emptyAt": "2026-01-01T00:30:00Z"}"""),
            of(new TypeReference<RoutingOverride>() {}, """
                {"id": "read-only-1", "kind": "read-only", "application": "shop", "reason": "power work",
                 "author": "alice", "createdAt": "2026-01-01T00:00:00Z", "expiresAt": "2026-01-01T01:00:00Z"}"""),
            of(new TypeReference<PlanListing>() {}, """
                {"items": [{"application": "shop", "host": "shop.test", "ttlSeconds": 5, "epoch": 7,
                   "decidedAt": "2026-01-01T00:00:00Z", "audiences": [], "standings": [], "loads": []}],
                 "change": {"removed": ["gone"], "count": 12, "digest": "3f2a"}}"""),
            of(new TypeReference<Lease>() {}, """
                {"name": "us-east/powerdns", "holder": "gateway-1", "epoch": 3}"""),
            of(new TypeReference<RolloutSpec>() {}, """
                {"application": "shop", "version": "2.0", "waves": [["us-east"]],
                 "installHooks": {"us-east": "http://127.0.0.1/install"},
                 "check": {"path": "/version", "expectedStatus": 200, "expectVersion": true, "timeoutMs": 1000}}"""));

    /** Read strictly whoever sends them: what is asked for and not understood must not be half done. */
    static final List<WireSample> ORDERS = List.of(
            of(new TypeReference<CheckRequest>() {}, """
                {"address": "192.0.2.1:443", "host": "shop.test", "path": "/healthz", "expectedStatus": 200,
                 "timeoutMs": 1000}"""),
            of(new TypeReference<Resource<DrillScheduleSpec>>() {}, """
                {"kind": "DrillSchedule", "metadata": {"name": "weekly"}, "spec": {
                 "drill": {"application": "shop", "dataCenter": "us-east", "mode": "away", "holdSeconds": 60,
                   "leastUpPercent": 50, "limitMinutes": 60, "reason": "rehearsal of the week"},
                 "window": {"days": ["TUESDAY"], "from": "10:00:00", "to": "11:00:00", "zone": "Europe/Berlin"}}}"""),
            of(new TypeReference<DrillSpec>() {}, """
                {"application": "shop", "dataCenter": "us-east", "mode": "read-only", "holdSeconds": 60,
                 "leastUpPercent": 50, "limitMinutes": 60, "reason": "rehearsal of the week"}"""),
            of(new TypeReference<EvacuationSpec>() {}, """
                {"dataCenter": "us-east", "direction": "back", "reason": "power is back"}"""),
            of(new TypeReference<Resource<DataPlaneSpec>>() {}, """
                {"kind": "DataPlane", "metadata": {"name": "ns1"}, "spec": {"kind": "powerdns", "region": "us-east",
                 "mode": "push", "settings": {"url": "http://192.0.2.53:8081"}}}"""),
            of(new TypeReference<LeaseRequest>() {}, """
                {"name": "us-east/powerdns", "holder": "gateway-1", "ttlMs": 10000, "above": 0}"""),
            of(new TypeReference<OverrideRequest>() {}, """
                {"kind": "drain", "application": "shop", "dataCenter": "us-east", "reason": "rollout", "minutes": 60}"""),
            of(new TypeReference<OverrideRequest>() {}, """
                {"kind": "drain", "dataCenter": "us-east", "reason": "power work", "minutes": 60, "overMinutes": 30}"""),
            of(new TypeReference<OverrideRequest>() {}, """
                {"kind": "read-only", "application": "shop", "reason": "power work", "minutes": 60}"""),
            of(new TypeReference<RestoreRequest>() {}, """
                {"application": "shop", "dataCenter": "us-east", "reason": "done"}"""),
            of(new TypeReference<SwitchoverSpec>() {}, """
                {"database": "shop", "to": "us-west", "reason": "power work"}"""),
            of(new TypeReference<TakeoverSpec>() {}, """
                {"database": "shop", "from": "us-east", "to": "us-west", "acceptLoss": true, "reason": "us-east burns"}"""),
            of(new TypeReference<VerdictSimulation>() {}, """
                {"from": "2026-01-01T00:00:00Z", "until": "2026-01-01T01:00:00Z", "application": "shop",
                 "targets": [{"application": "shop", "dataCenter": "us-east", "address": "192.0.2.1:443"}],
                 "check": {"fall": 5, "rise": 3, "errorRate": {"percent": 60, "of": 10},
                   "holdDown": {"firstMs": 30000, "mostMs": 300000}},
                 "quorum": 2}"""));

    private static WireSample of(TypeReference<?> type, String text) {
        return new WireSample(type.getType(), text);
    }

    JsonNode json() {
        return JsonMapper.shared().readTree(text);
    }

    @Override
    public String toString() {
        return type.getTypeName();
    }
}
