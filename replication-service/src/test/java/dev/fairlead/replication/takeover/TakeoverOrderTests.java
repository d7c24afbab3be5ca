package dev.fairlead.replication.takeover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.fairlead.contracts.DatabaseName;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which of several lost databases goes first. */
class TakeoverOrderTests {

    private final FakeTraffic traffic = new FakeTraffic();
    private final TakeoverOrder order = new TakeoverOrder(traffic);

    private List<String> order(String... lost) {
        return order.of(Stream.of(lost).map(DatabaseName::of).toList()).stream()
                .map(DatabaseName::value)
                .toList();
    }

    @Test
    void whatNobodyNeedsMoreGoesByName() {
        traffic.add("web", "b");
        traffic.add("wiki", "a");
        assertThat(order("b", "c", "a")).containsExactly("a", "b", "c");
    }

    @Test
    void theDatabaseOfAnApplicationThatOthersDependOnGoesFirst() {
        traffic.add("web", "a", "login");
        traffic.add("login", "y", "people");
        traffic.add("people", "z");
        assertThat(order("a", "y", "z")).containsExactly("z", "y", "a");
    }

    @Test
    void dependentsWithoutADatabaseCountToo() {
        traffic.add("report", "a");
        traffic.add("web", null, "login");
        traffic.add("login", "z");
        assertThat(order("a", "z")).containsExactly("z", "a");
    }

    @Test
    void aDatabaseWaitsForWhatAnyOfItsApplicationsNeeds() {
        for (String name : List.of("one", "two", "three")) {
            traffic.add(name, null, "popular");
        }
        traffic.add("popular", "a");
        traffic.add("web", "a", "login");
        traffic.add("login", "z");
        assertThat(order("a", "z")).containsExactly("z", "a");
    }

    @Test
    void thoseWhoNeedEachOtherGoByName() {
        traffic.add("one", "b", "two");
        traffic.add("two", "a");
        traffic.add("three", "a", "four");
        traffic.add("four", "b");
        assertThat(order("b", "a")).containsExactly("a", "b");
    }

    @Test
    void whileTheTrafficServiceIsAwayTheOrderIsTheOneKnownLast() {
        traffic.add("web", "a", "login");
        traffic.add("login", "z");
        order("a", "z");
        traffic.away = true;
        assertThat(order("a", "b", "z")).containsExactly("z", "a", "b");
    }

    @Test
    void refusesALimitThatWouldTakeNothingOver() {
        assertThatIllegalArgumentException().isThrownBy(() -> new TakeoverLimit(0));
    }
}
