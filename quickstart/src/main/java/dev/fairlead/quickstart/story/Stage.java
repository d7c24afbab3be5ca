package dev.fairlead.quickstart.story;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.health.Health;
import dev.fairlead.contracts.health.Verdict;
import dev.fairlead.contracts.replication.Freshness;
import dev.fairlead.contracts.replication.MemberRole;
import dev.fairlead.contracts.traffic.RestoreRequest;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.Standing;
import dev.fairlead.quickstart.client.EdgeClient;
import dev.fairlead.quickstart.client.GatewayClient;
import dev.fairlead.quickstart.demo.DemoResources;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What can be seen of one data center and of the application in it, through the public interfaces only. */
final class Stage {

    private final GatewayClient gateway;
    private final Users users;
    private final DataCenterName watched;

    Stage(GatewayClient gateway, Users users, DataCenterName watched) {
        this.gateway = gateway;
        this.users = users;
        this.watched = watched;
    }

    /** The verdict on the data center's endpoint, when it is this one. */
    @Nullable Verdict verdict(Health health) throws IOException {
        return gateway.verdicts().stream()
                .filter(verdict -> verdict.endpoint().application().value().equals(DemoResources.SHOP)
                        && verdict.endpoint().dataCenter().equals(watched)
                        && verdict.health() == health)
                .findFirst()
                .orElse(null);
    }

    RoutingPlan plan() throws IOException {
        return gateway.plan(DemoResources.SHOP);
    }

    /** The plan, when it sends nobody to the data center. */
    @Nullable RoutingPlan planWithoutIt() throws IOException {
        RoutingPlan plan = plan();
        return share(plan) == 0 ? plan : null;
    }

    /** The greatest share that any audience has there, in basis points. */
    int share(RoutingPlan plan) {
        return plan.audiences().stream()
                .flatMap(audience -> audience.shares().stream())
                .filter(share -> share.dataCenter().equals(watched))
                .mapToInt(share -> share.basisPoints())
                .max()
                .orElse(0);
    }

    /** How the data center stands, when it stands so. */
    @Nullable Standing standing(Standing.State state) throws IOException {
        return standing(plan()).filter(standing -> standing.state() == state).orElse(null);
    }

    /** How the data center stands, when it is held and nobody is sent there. */
    @Nullable Standing heldAtZero() throws IOException {
        RoutingPlan plan = plan();
        return standing(plan)
                .filter(standing -> standing.state() == Standing.State.HELD && share(plan) == 0)
                .orElse(null);
    }

    private Optional<Standing> standing(RoutingPlan plan) {
        return plan.standings().stream()
                .filter(standing -> standing.dataCenter().equals(watched))
                .findFirst();
    }

    boolean everyDataCenterServes() throws IOException {
        return plan().standings().stream().allMatch(standing -> standing.state() == Standing.State.SERVING);
    }

    /** Whether the data center has the primary of the database; null while that is not known. */
    @Nullable Boolean hasPrimary() throws IOException {
        Freshness copy = copy();
        return copy == null || copy.role() == MemberRole.UNKNOWN ? null : copy.role() == MemberRole.PRIMARY;
    }

    /** The data center's copy of the database, when it is reachable and certified to be within the budget. */
    @Nullable Freshness freshCopy(long budgetMs) throws IOException {
        Freshness copy = copy();
        return copy != null
                        && copy.reachable()
                        && copy.stalenessBoundMs() != null
                        && copy.stalenessBoundMs() <= budgetMs
                ? copy
                : null;
    }

    private @Nullable Freshness copy() throws IOException {
        return gateway.freshness().stream()
                .filter(each -> each.database().value().equals(DemoResources.SHOP)
                        && each.dataCenter().equals(watched))
                .findFirst()
                .orElse(null);
    }

    /** What {@code why} says of the application. */
    String why() throws IOException {
        return gateway.tree("/v1/applications/" + DemoResources.SHOP + "/why").toString();
    }

    void restore() throws IOException {
        gateway.restore(new RestoreRequest(null, watched, "the outage is over"));
    }

    /** An order through the edge; it should be taken, or should be refused. */
    Expectation order(Client client, boolean taken, String text) {
        Optional<EdgeClient.Answer> answer = Patience.first(() -> {
            EdgeClient.Answer given = users.order(client);
            return given.status() > 0 && (given.status() == 201) == taken ? given : null;
        });
        return new Expectation(
                answer.isPresent(),
                "%s (POST /orders through the edge: %s)"
                        .formatted(text, answer.map(EdgeClient.Answer::reason).orElse("otherwise")));
    }
}
