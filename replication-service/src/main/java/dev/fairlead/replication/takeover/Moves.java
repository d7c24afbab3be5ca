package dev.fairlead.replication.takeover;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.DatabaseName;
import dev.fairlead.contracts.replication.DatabaseSpec;
import dev.fairlead.replication.database.DatabaseCatalog;
import dev.fairlead.replication.lease.WriteLease;
import dev.fairlead.replication.lease.WriteLeases;
import dev.fairlead.replication.takeover.MoveInput.Wish;
import dev.fairlead.replication.takeover.member.MemberActions;
import dev.fairlead.replication.takeover.member.MemberSession;
import dev.fairlead.replication.takeover.member.MemberState;
import dev.fairlead.replication.takeover.rule.Candidate;
import dev.fairlead.replication.takeover.rule.Choice;
import dev.fairlead.replication.timeline.Branch;
import dev.fairlead.replication.timeline.Finding;
import dev.fairlead.runs.OutcomeUnknownException;
import dev.fairlead.runs.RunKind;
import dev.fairlead.runs.RunOrder;
import dev.fairlead.runs.RunView;
import dev.fairlead.runs.Runs;
import dev.fairlead.runs.Started;
import dev.fairlead.service.json.LenientJson;
import dev.fairlead.service.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Takes orders to move primaries in, and refuses what cannot be done. */
@Component
final class Moves {

    private final Runs runs;
    private final DatabaseCatalog catalog;
    private final Suspects suspects;
    private final WriteLeases leases;
    private final MemberActions members;
    private final JsonMapper json;

    Moves(
            Runs runs,
            DatabaseCatalog catalog,
            Suspects suspects,
            WriteLeases leases,
            MemberActions members,
            JsonMapper json) {
        this.runs = runs;
        this.catalog = catalog;
        this.suspects = suspects;
        this.leases = leases;
        this.members = members;
        this.json = LenientJson.of(json);
    }

    /** The move that is asked for, as a run is to keep it. */
    private MoveInput input(MoveOrder order) {
        DatabaseName database = order.database();
        Wish wish = order.wish();
        DatabaseSpec spec = spec(database);
        DataCenterName from = order.from();
        DataCenterName primary = from != null ? from : primary(database);
        if (spec.members().stream().noneMatch(member -> member.dataCenter().equals(primary))) {
            throw Problem.invalid("NO_MEMBER_THERE", "/from", "%s has no member in %s".formatted(database, primary));
        }
        Finding.Basis last = suspects.primary(database)
                .filter(known -> known.dataCenter().equals(primary))
                .map(known -> known.finding().basis())
                .orElse(null);
        MoveInput input = new MoveInput(database, spec, primary, last, wish);
        DataCenterName to = wish.to();
        if (to != null && !input.standbys().contains(to)) {
            throw Problem.invalid("NOT_A_STANDBY", "/to", "%s has no standby in %s".formatted(database, to));
        }
        return input;
    }

    private DatabaseSpec spec(DatabaseName database) {
        DatabaseSpec spec = catalog.specs().get(database);
        if (spec == null) {
            throw Problem.notFound("UNKNOWN_DATABASE", "there is no database " + database);
        }
        if (spec.everyMemberWrites()) {
            throw Problem.conflict(
                    "EVERY_DATA_CENTER_WRITES",
                    "%s has no primary to be moved: every data center writes, an outage needs routing only"
                            .formatted(database));
        }
        if (spec.kind() == DatabaseSpec.Kind.PATRONI) {
            throw Problem.conflict("RUN_BY_PATRONI", "%s is run by Patroni, which moves it".formatted(database));
        }
        return spec;
    }

    private DataCenterName primary(DatabaseName database) {
        return suspects.primary(database)
                .map(Suspects.Known::dataCenter)
                .or(() -> leases.of(database).map(WriteLease::holder))
                .orElseThrow(() -> Problem.conflict(
                        "PRIMARY_UNKNOWN",
                        "nobody knows where the primary of %s was, or several say they are it: say from where it is to be moved"
                                .formatted(database)));
    }

    /** Refuses a target that lacks what another standby has at this moment. */
    private void requireNotBehind(MoveInput input) {
        DataCenterName to = input.wish().to();
        if (to == null || input.wish().acceptLoss()) {
            return;
        }
        List<Candidate> candidates = new ArrayList<>();
        members.askAll(input.spec(), input.standbys(), MemberSession::state).forEach((member, state) -> {
            if (state instanceof MemberState.Standby standby) {
                candidates.add(new Candidate(member, standby.branch(), standby.received()));
            }
        });
        Finding.Basis last = input.last();
        Branch branch = last == null ? null : last.branch();
        switch (Choice.of(candidates, branch, List.of(), to)) {
            case Choice.Behind behind -> throw Problem.conflict("TARGET_LAGS", behind.reason() + shows(input, to));
            case Choice.None(String reason) -> throw Problem.conflict("TARGET_UNFIT", reason);
            case Choice.Take _ -> {}
        }
    }

    private String shows(MoveInput input, DataCenterName to) {
        return suspects.bound(input.database(), to)
                .map(bound -> "; it shows what was committed until %d ms ago".formatted(bound.toMillis()))
                .orElse("; how old its data is nobody can certify");
    }

    /** Starts the run; asking again with the same key is answered with the same run, wherever the primary is by then. */
    RunView start(RunKind<MoveInput> kind, MoveOrder order) {
        return before(kind, order).orElseGet(() -> begun(kind, order));
    }

    /** What this key started. Where the primary was, and how far its log went, is of that moment and not of the order. */
    private Optional<RunView> before(RunKind<MoveInput> kind, MoveOrder order) {
        String key = order.key();
        Optional<RunView> run = key == null ? Optional.empty() : runs.startedBy(kind, key);
        run.ifPresent(same -> {
            if (!order.became(json.convertValue(same.input(), MoveInput.class))) {
                throw keyReused(same.id());
            }
        });
        return run;
    }

    private RunView begun(RunKind<MoveInput> kind, MoveOrder order) {
        MoveInput input = input(order);
        requireNotBehind(input);
        String database = order.database().value();
        return switch (started(kind, new RunOrder<>(database, input, order.reason(), order.author(), order.key()))) {
            case Started.New(RunView run) -> run;
            case Started.Before(RunView run) -> run;
            case Started.Busy(String other) ->
                throw Problem.conflict(
                        "MOVE_UNDER_WAY",
                        "run %s moves the primary of %s and has not ended".formatted(other, database));
            case Started.KeyReused(String other) -> before(kind, order).orElseThrow(() -> keyReused(other));
        };
    }

    private static Problem keyReused(String other) {
        return Problem.conflict(
                "IDEMPOTENCY_KEY_REUSED", "this Idempotency-Key started run %s, otherwise".formatted(other));
    }

    private Started started(RunKind<MoveInput> kind, RunOrder<MoveInput> order) {
        try {
            return runs.start(kind, order);
        } catch (OutcomeUnknownException e) {
            throw Problem.notReady("OUTCOME_UNKNOWN", e.getMessage() + ": see the list, or ask again");
        }
    }
}
