package dev.fairlead.deploy.rollout;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.Resource;
import dev.fairlead.contracts.deploy.RolloutSpec;
import dev.fairlead.contracts.health.CheckRequest;
import dev.fairlead.contracts.health.CheckResult;
import dev.fairlead.contracts.health.Endpoint;
import dev.fairlead.contracts.health.HealthApi;
import dev.fairlead.contracts.health.Verdict;
import dev.fairlead.contracts.traffic.ApplicationSpec;
import dev.fairlead.contracts.traffic.TrafficApi;
import dev.fairlead.runs.Outcome;
import dev.fairlead.runs.StepContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Sees from outside what serves in a data center: each endpoint passes the rollout's check and has a verdict of up.
 * Without that verdict the data center would be sent users, count as down and be held.
 */
@Component
final class Vantage {

    private final TrafficApi traffic;
    private final HealthApi health;

    Vantage(TrafficApi traffic, HealthApi health) {
        this.traffic = traffic;
        this.health = health;
    }

    Optional<ApplicationSpec> application(ApplicationName name) {
        return traffic.applications().items().stream()
                .filter(resource -> resource.metadata().name().equals(name.value()))
                .map(Resource::spec)
                .findFirst();
    }

    Outcome check(StepContext<RolloutSpec> context, String version) {
        RolloutSpec rollout = context.input();
        Optional<ApplicationSpec> application = application(rollout.application());
        List<EndpointAddress> addresses = application.stream()
                .flatMap(spec -> spec.pools().stream())
                .filter(pool -> pool.dataCenter().equals(RolloutKind.target(context)))
                .flatMap(pool -> pool.endpoints().stream())
                .toList();
        if (application.isEmpty() || addresses.isEmpty()) {
            return new Outcome.Failed("%s has no endpoint there".formatted(rollout.application()));
        }
        for (EndpointAddress address : addresses) {
            CheckResult result = health.check(
                    request(rollout.check(), address, application.get().host(), version));
            if (!result.passed()) {
                return new Outcome.NotYet("%s from %s: %s".formatted(address, result.vantagePoint(), result.reason()));
            }
        }
        return verdicts(rollout.application(), RolloutKind.target(context), addresses);
    }

    private Outcome verdicts(ApplicationName application, DataCenterName dataCenter, List<EndpointAddress> addresses) {
        Map<Endpoint, Verdict> verdicts = new HashMap<>();
        health.verdicts().items().forEach(verdict -> verdicts.put(verdict.endpoint(), verdict));
        for (EndpointAddress address : addresses) {
            Verdict verdict = verdicts.get(new Endpoint(application, dataCenter, address));
            if (verdict == null || !verdict.health().passes()) {
                return new Outcome.NotYet("%s passes the check, its verdict is not up: %s"
                        .formatted(address, verdict == null ? "there is none yet" : verdict.reason()));
            }
        }
        return Outcome.done("%d endpoint(s) pass".formatted(addresses.size()));
    }

    private static CheckRequest request(RolloutSpec.Check check, EndpointAddress address, String host, String version) {
        return new CheckRequest(
                address,
                host,
                check.path(),
                check.expectedStatus(),
                check.expectVersion() ? version : null,
                check.timeoutMs());
    }
}
