package dev.fairlead.gateway;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.Network;
import dev.fairlead.contracts.traffic.AudienceShares;
import dev.fairlead.contracts.traffic.Resilience;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.ServingMode;
import dev.fairlead.contracts.traffic.Share;
import dev.fairlead.contracts.traffic.Standing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Plans as tests need them. */
public final class Plans {

    public static final Instant DECIDED = Instant.parse("2026-01-01T00:00:00Z");

    private final String application;
    private final long epoch;
    private final List<AudienceShares> audiences = new ArrayList<>();
    private final List<Standing> standings = new ArrayList<>();
    private String host;
    private Instant decidedAt = DECIDED;
    private @Nullable Instant proof;
    private @Nullable DataCenterName writeRoute;
    private @Nullable Resilience resilience;

    private Plans(String application, long epoch) {
        this.application = application;
        this.epoch = epoch;
        this.host = application + ".demo.test";
    }

    /** A plan for {@code <application>.demo.test}. */
    public static Plans plan(String application, long epoch) {
        return new Plans(application, epoch);
    }

    /** Adds an audience; the last one is everyone else. */
    public Plans audience(String name, List<String> countries, List<String> continents, Share... shares) {
        audiences.add(new AudienceShares(name, countries, continents, List.of(), List.of(shares)));
        return this;
    }

    /** Adds an audience of one network. */
    public Plans network(String name, String network, Share... shares) {
        audiences.add(new AudienceShares(name, List.of(), List.of(), List.of(Network.of(network)), List.of(shares)));
        return this;
    }

    public Plans host(String name) {
        host = name;
        return this;
    }

    public Plans everyone(Share... shares) {
        return audience("everyone", List.of(), List.of(), shares);
    }

    public Plans serving(String dataCenter, String... endpoints) {
        return standing(dataCenter, Standing.State.SERVING, ServingMode.READ_WRITE, endpoints);
    }

    public Plans standing(String dataCenter, Standing.State state, ServingMode mode, String... endpoints) {
        standings.add(new Standing(
                DataCenterName.of(dataCenter),
                state,
                mode,
                Stream.of(endpoints).map(EndpointAddress::of).toList(),
                DECIDED,
                state.name(),
                "as the test says",
                false));
        return this;
    }

    public Plans standing(Standing standing) {
        standings.add(standing);
        return this;
    }

    public Plans decidedAt(Instant at, @Nullable Instant byProof) {
        decidedAt = at;
        proof = byProof;
        return this;
    }

    public Plans writesTo(String dataCenter) {
        writeRoute = DataCenterName.of(dataCenter);
        return this;
    }

    public Plans resilience(Resilience wanted) {
        resilience = wanted;
        return this;
    }

    public RoutingPlan build() {
        return new RoutingPlan(
                ApplicationName.of(application),
                host,
                7,
                epoch,
                decidedAt,
                proof,
                audiences,
                standings,
                writeRoute,
                List.of(),
                resilience);
    }

    public static Share share(String dataCenter, int basisPoints) {
        return new Share(DataCenterName.of(dataCenter), basisPoints);
    }
}
