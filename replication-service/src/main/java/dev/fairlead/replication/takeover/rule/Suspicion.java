package dev.fairlead.replication.takeover.rule;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.RegionName;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Whether a primary is lost. It is only when nobody reaches it for long enough and its own standbys do not hear it either: one
 * that is slow, frozen for a moment or cut off from the control plane alone still writes, and taking over from it splits the
 * database. The rule is orchestrator's: a dead primary cannot be reached, and its replicas agree.
 *
 * <p>In two data centers the standby and the region beside it agree also when only the wire between the two is cut, and so would
 * the other side. There a second region has to miss the primary, such as a witness that holds no data; without its vote an
 * operator decides.
 */
public sealed interface Suspicion {

    String reason();

    /** Whether a takeover begins by itself, be it only to ask an operator. */
    default boolean startsRun() {
        return this instanceof Lost || this instanceof Undecided;
    }

    /** Nobody hears it. */
    record Lost(String reason) implements Suspicion {}

    /** Somebody does. */
    record Alive(String reason) implements Suspicion {}

    /** Nobody who can be asked hears it, and the vote that would tell a lost data center from a cut wire is missing. */
    record Undecided(String reason) implements Suspicion {}

    /** Too few can be asked, or the time is not over. */
    record Unsure(String reason) implements Suspicion {}

    /**
     * Who may vote.
     *
     * @param regions of the control plane, whether they have a member beside them or not
     * @param dataCenters that have a member
     */
    record Electorate(int regions, int dataCenters) {

        /** Whether one cut separates all that there is of the database. */
        boolean isPair() {
            return dataCenters <= 2;
        }

        /** Regions that have to miss the primary. */
        int needed() {
            return isPair() ? 2 : Math.min(2, regions);
        }
    }

    /**
     * What one region sees of the primary.
     *
     * @param silentFor time since it answered that region last
     */
    record Sight(RegionName region, boolean reachable, Duration silentFor) {}

    /**
     * What a standby that answers says of its primary.
     *
     * @param streaming whether it is connected to it
     * @param silentFor time since it heard from it last; where it is not connected it does not matter
     */
    record Witness(DataCenterName member, boolean streaming, Duration silentFor) {

        boolean hears(Duration patience) {
            return streaming && silentFor.compareTo(patience) < 0;
        }
    }

    /**
     * Judges.
     *
     * @param sights of the regions that know the primary
     * @param electorate how many of them there are
     * @param patience how long it has to be silent
     */
    static Suspicion of(List<Sight> sights, Electorate electorate, List<Witness> witnesses, Duration patience) {
        List<Sight> reaching = sights.stream().filter(Sight::reachable).toList();
        if (!reaching.isEmpty()) {
            return new Alive("region %s reaches the primary"
                    .formatted(reaching.getFirst().region()));
        }
        int needed = electorate.needed();
        List<Sight> missing = sights.stream()
                .filter(sight -> sight.silentFor().compareTo(patience) >= 0)
                .toList();
        Duration twice = patience.multipliedBy(2); // whoever began to miss it later has had its time
        boolean mayAsk = electorate.isPair()
                && missing.stream().anyMatch(sight -> sight.silentFor().compareTo(twice) >= 0);
        if (missing.size() < needed && !mayAsk) {
            return new Unsure("%d of the %d regions that are needed have missed the primary for %s"
                    .formatted(missing.size(), needed, seconds(patience)));
        }
        if (witnesses.isEmpty()) {
            return new Unsure("no standby answers that could say whether it hears the primary");
        }
        List<Witness> hearing =
                witnesses.stream().filter(witness -> witness.hears(patience)).toList();
        if (!hearing.isEmpty()) {
            return new Alive("%s still hears the primary".formatted(names(hearing)));
        }
        String silence = "silent for %s in %s; %s do not hear it"
                .formatted(
                        seconds(patience),
                        missing.stream().map(sight -> sight.region().value()).collect(Collectors.joining(" and ")),
                        names(witnesses));
        return missing.size() < needed
                ? new Undecided(
                        silence + "; no second region tells whether its data center is lost or only cut off from here")
                : new Lost(silence);
    }

    private static String names(List<Witness> witnesses) {
        return witnesses.stream().map(witness -> witness.member().value()).collect(Collectors.joining(" and "));
    }

    private static String seconds(Duration duration) {
        return "%d.%03d s".formatted(duration.toSeconds(), duration.toMillisPart());
    }
}
