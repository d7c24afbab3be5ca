package dev.fairlead.gateway.haproxy;

import dev.fairlead.contracts.ApplicationName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What one HAProxy was read to hold, and reading again no more of it than a change needs: ten thousand servers take long. */
final class Readings {

    private static final Logger log = LoggerFactory.getLogger(Readings.class);

    private static final String INFO = "show info";
    private static final String STATE = "show servers state";

    /** The backends of more applications are read by reading all: that is one question. */
    private static final int FEW = 10;

    private final String name;
    private final RuntimeApi api;
    private final String map;
    private @Nullable Running last;

    Readings(String name, RuntimeApi api, HaproxySettings settings) {
        this.name = name;
        this.api = api;
        this.map = "show map " + settings.writeMap();
    }

    /** What was read last; absent: nothing yet. */
    @Nullable Running last() {
        return last;
    }

    /** The map of writes as it is now. */
    SortedMap<String, String> writes() {
        return Running.writes(api.ask(List.of(map)).getFirst());
    }

    /** All of it. */
    Running all() {
        List<List<String>> answers = api.ask(List.of(INFO, STATE, map));
        Running running = Running.of(answers.get(0), answers.get(1), answers.get(2));
        if (last != null && !last.process().equals(running.process())) {
            log.info(
                    "haproxy={} state=restarted pid={}", name, running.process().pid());
        }
        last = running;
        return running;
    }

    /** What was read last, with the map of writes as it is now; empty where nothing was, or by another process. */
    Optional<Running> unlessRestarted() {
        Running before = last;
        if (before == null) {
            return Optional.empty();
        }
        List<List<String>> answers = api.ask(List.of(INFO, map));
        return Running.Process.of(answers.get(0)).equals(before.process())
                ? Optional.of(before.with(Running.writes(answers.get(1))))
                : Optional.empty();
    }

    /** What was read last, with these applications as they are now. */
    Running again(Collection<ApplicationName> applications) {
        Running before = last;
        if (before == null || applications.size() > FEW) {
            return all();
        }
        List<String> questions = new ArrayList<>(List.of(INFO, map));
        applications.stream()
                .flatMap(application -> before.backends(application).stream())
                .forEach(backend -> questions.add(STATE + " " + backend));
        List<List<String>> answers = api.ask(questions);
        if (!Running.Process.of(answers.get(0)).equals(before.process())) {
            return all();
        }
        Running running = before.with(Running.writes(answers.get(1))).with(answers.subList(2, answers.size()));
        last = running;
        return running;
    }
}
