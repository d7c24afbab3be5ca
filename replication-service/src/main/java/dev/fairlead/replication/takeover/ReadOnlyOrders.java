package dev.fairlead.replication.takeover;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.DatabaseName;
import dev.fairlead.contracts.Resource;
import dev.fairlead.contracts.traffic.ApplicationSpec;
import dev.fairlead.contracts.traffic.OverrideRequest;
import dev.fairlead.contracts.traffic.RoutingOverride;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.ServingMode;
import dev.fairlead.contracts.traffic.TrafficApi;
import dev.fairlead.runs.StepContext;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What a move asks of the traffic-service: that the applications on the database take no writes meanwhile. The orders are the
 * run's own, under its epoch, and expire by themselves where nobody carries the run on.
 */
@Component
final class ReadOnlyOrders {

    /** Longer than all steps up to the route may take together; only an operator's answer is waited for longer. */
    private static final int EXPIRY_MINUTES = 60;

    private static final List<Resource<ApplicationSpec>> NONE = List.of();

    private final TrafficApi traffic;

    ReadOnlyOrders(TrafficApi traffic) {
        this.traffic = traffic;
    }

    /** The applications on the database. */
    List<Resource<ApplicationSpec>> applications(MoveInput input) {
        return traffic.applications().items().stream()
                .filter(application -> isOn(application.spec(), input.database()))
                .toList();
    }

    static boolean isOn(ApplicationSpec spec, DatabaseName database) {
        ApplicationSpec.DataNeeds data = spec.data();
        return data != null && data.database().equals(database);
    }

    /**
     * No writes anywhere.
     *
     * @return the applications that were told, separated by commas
     */
    String place(StepContext<MoveInput> context) {
        List<String> told = new ArrayList<>();
        for (Resource<ApplicationSpec> application : applications(context.input())) {
            ApplicationName name = name(application);
            order(context, everywhere(context, name), name, null);
            told.add(name.value());
        }
        return String.join(",", told);
    }

    /** No writes where the primary was, and anywhere else as soon as the new one is known there. */
    void keepFromTheOldPrimary(StepContext<MoveInput> context) {
        DataCenterName from = context.input().from();
        boolean known = traffic.dataCenters().items().stream()
                .anyMatch(dataCenter -> dataCenter.metadata().name().equals(from.value()));
        for (Resource<ApplicationSpec> application : known ? applications(context.input()) : NONE) {
            ApplicationName name = name(application);
            order(context, there(context, name), name, from);
        }
        for (ApplicationName name : concerned(context)) {
            traffic.endOverride(everywhere(context, name), context.runId(), context.epoch());
        }
    }

    /** All orders of the run are over; asked again, nothing changes. */
    void end(StepContext<MoveInput> context) {
        for (ApplicationName name : concerned(context)) {
            traffic.endOverride(everywhere(context, name), context.runId(), context.epoch());
            traffic.endOverride(there(context, name), context.runId(), context.epoch());
        }
    }

    /** Which of the applications still take writes by their plans; empty: none does. */
    Optional<String> writing(StepContext<MoveInput> context) {
        String names = applications(context.input()).stream()
                .map(application -> traffic.plan(application.metadata().name()))
                .filter(ReadOnlyOrders::takesWrites)
                .map(plan -> plan.application().value())
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? Optional.empty() : Optional.of("%s still take writes".formatted(names));
    }

    private static boolean takesWrites(RoutingPlan plan) {
        return plan.writeRoute() != null
                || plan.standings().stream().anyMatch(standing -> standing.mode() == ServingMode.READ_WRITE);
    }

    /** Those that are on the database, and those that were when they were told. */
    private Set<ApplicationName> concerned(StepContext<MoveInput> context) {
        Set<ApplicationName> names = new TreeSet<>();
        applications(context.input()).forEach(application -> names.add(name(application)));
        String told = context.outputOf(ServeReadOnlyStep.NAME).getOrDefault(ServeReadOnlyStep.TOLD, "");
        for (String name : told.isEmpty() ? new String[0] : told.split(",")) {
            names.add(ApplicationName.of(name));
        }
        return names;
    }

    private void order(
            StepContext<MoveInput> context, String id, ApplicationName application, @Nullable DataCenterName where) {
        MoveInput input = context.input();
        String what = input.wish().cause() == MoveInput.Cause.PLANNED ? "switchover" : "takeover";
        OverrideRequest request = new OverrideRequest(
                RoutingOverride.Kind.READ_ONLY,
                application,
                where,
                "%s %s moves the primary of %s away from %s"
                        .formatted(what, context.runId(), input.database(), input.from()),
                EXPIRY_MINUTES);
        traffic.override(id, context.runId(), context.epoch(), request);
    }

    private static ApplicationName name(Resource<ApplicationSpec> application) {
        return ApplicationName.of(application.metadata().name());
    }

    private static String everywhere(StepContext<MoveInput> context, ApplicationName application) {
        return id(context.runId() + "/" + application);
    }

    private static String there(StepContext<MoveInput> context, ApplicationName application) {
        return id(context.runId() + "/" + application + "/" + context.input().from());
    }

    private static String id(String text) {
        return "move-" + UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8));
    }
}
