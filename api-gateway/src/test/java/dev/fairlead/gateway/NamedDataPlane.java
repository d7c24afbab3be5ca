package dev.fairlead.gateway;

import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.gateway.choice.Clientele;
import dev.fairlead.gateway.dataplane.Applied;
import dev.fairlead.gateway.dataplane.DataPlane;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A data plane of which only its name matters, whose users it serves, and that it answers DNS where its kind says so.
 *
 * @param clientele absent: it tells its users apart itself
 */
public record NamedDataPlane(
        String kind, String name, @Nullable Clientele clientele) implements DataPlane<String> {

    @Override
    public Optional<Clientele> place() {
        return Optional.ofNullable(clientele);
    }

    @Override
    public boolean corrected() {
        return kind.endsWith("dns");
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(false, Weights.EXACT, false);
    }

    @Override
    public String desired(List<RoutingPlan> plans) {
        return "";
    }

    @Override
    public String observe() {
        return "";
    }

    @Override
    public Applied<String> apply(String desired, String before) {
        return Applied.whole(desired);
    }

    @Override
    public void verify(String desired, String before) {}
}
