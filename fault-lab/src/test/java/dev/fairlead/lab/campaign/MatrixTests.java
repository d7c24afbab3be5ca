package dev.fairlead.lab.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.RegionName;
import dev.fairlead.lab.check.Invariant;
import dev.fairlead.lab.check.Tally;
import dev.fairlead.lab.faults.Fault;
import dev.fairlead.lab.faults.Kind;
import dev.fairlead.lab.faults.Sequence;
import dev.fairlead.lab.faults.Target;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MatrixTests {

    private static final int WIDTH = 20;
    private static final Fault KILLED = new Fault(Kind.KILL, new Target.Region(RegionName.of("a")));
    private static final Fault DELAYED =
            new Fault(Kind.DELAY, new Target.Between(RegionName.of("a"), RegionName.of("b")));

    private final Matrix matrix = new Matrix();

    private void add(double seconds, Map<Invariant, Integer> violations, Fault... faults) {
        List<Sequence.Step> steps = Stream.of(faults)
                .map(fault -> new Sequence.Step(fault, Duration.ZERO, Duration.ofSeconds(5)))
                .toList();
        matrix.add(new Campaign.Outcome(
                new Sequence(1, steps),
                Duration.ofMillis((long) (seconds * 1e3)),
                new Tally.Violations(violations, List.of())));
    }

    private List<List<String>> table() {
        return matrix.table().stream()
                .map(line -> IntStream.range(0, line.length() / WIDTH)
                        .mapToObj(
                                i -> line.substring(i * WIDTH, (i + 1) * WIDTH).strip())
                        .toList())
                .toList();
    }

    @Test
    void hasARowForEachKindAndAColumnForEachTarget() {
        assertThat(table())
                .containsExactly(
                        List.of(
                                "",
                                "region",
                                "service",
                                "PostgreSQL's leader",
                                "replica",
                                "NATS",
                                "gateway",
                                "link of two regions"),
                        List.of("kill", "0", "0", "0", "0", "0", "0", "-"),
                        List.of("freeze", "0", "0", "0", "0", "0", "0", "-"),
                        List.of("partition one way", "0", "0", "0", "0", "0", "0", "0"),
                        List.of("partition both ways", "0", "0", "0", "0", "0", "0", "0"),
                        List.of("loss", "0", "0", "0", "0", "0", "0", "0"),
                        List.of("delay", "0", "0", "0", "0", "0", "0", "0"),
                        List.of("restart empty", "0", "0", "0", "0", "0", "0", "-"));
    }

    @Test
    void countsTheViolationsOfASequenceInTheCellOfEachOfItsFaults() {
        add(1, Map.of(), KILLED);
        add(1, Map.of(Invariant.LOST_WRITES, 2, Invariant.WRONG_MOVES, 1), KILLED, DELAYED);
        assertThat(table().get(1)).containsExactly("kill", "2 / 3 bad", "0", "0", "0", "0", "0", "-");
        assertThat(table().get(6)).containsExactly("delay", "0", "0", "0", "0", "0", "0", "1 / 3 bad");
        assertThat(table().get(2)).containsExactly("freeze", "0", "0", "0", "0", "0", "0", "-");
    }

    @Test
    void isCleanUntilAnythingWasViolated() {
        add(1, Map.of(), KILLED);
        assertThat(matrix.clean()).isTrue();
        add(1, Map.of(Invariant.NOT_RECOVERED, 1), DELAYED);
        add(1, Map.of(), KILLED);
        assertThat(matrix.clean()).isFalse();
    }

    @Test
    void addsUpInOneLine() {
        add(4, Map.of(Invariant.LOST_WRITES, 2), KILLED);
        add(1, Map.of(Invariant.LOST_WRITES, 1, Invariant.FAILED_REQUESTS, 4), KILLED, DELAYED);
        add(2.5, Map.of(), DELAYED);
        assertThat(matrix.summary())
                .isEqualTo("faults  3 sequences with 4 faults: acknowledged writes lost 3, wrong moves of traffic 0,"
                        + " two executors of one run 0, plans differing > 2 s 0, user requests failed 4, not recovered 0;"
                        + " recovered after 1.0/2.5/4.0 s (min/median/max)");
    }
}
