package dev.fairlead.gateway.builtin.dns;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.gateway.builtin.dns.answer.Answers;
import dev.fairlead.gateway.builtin.dns.direct.Counts;
import dev.fairlead.gateway.dataplane.Tally;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * How many answers sent somebody to a data center since this process began. A resolver asks for many users, or for none who then comes:
 * answers are what DNS has to count.
 */
final class AnswersGiven implements Answers.Sent, Counts {

    private final Map<Pool, LongAdder> answers = new ConcurrentHashMap<>();

    private record Pool(ApplicationName application, DataCenterName dataCenter) {}

    @Override
    public void to(ApplicationName application, DataCenterName dataCenter) {
        of(application, dataCenter).increment();
    }

    @Override
    public LongAdder of(ApplicationName application, DataCenterName dataCenter) {
        return answers.computeIfAbsent(new Pool(application, dataCenter), first -> new LongAdder());
    }

    List<Tally> tallies() {
        return answers.entrySet().stream()
                .map(entry -> new Tally(
                        entry.getKey().application(),
                        entry.getKey().dataCenter(),
                        null,
                        entry.getValue().sum(),
                        0,
                        false))
                .toList();
    }
}
