package dev.fairlead.replication.takeover.member;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.replication.DatabaseSpec;
import dev.fairlead.replication.sample.Credentials;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Asks members, each over a connection that lasts as long as the question. */
public final class MemberActions {

    private final Credentials credentials;

    public MemberActions(Credentials credentials) {
        this.credentials = credentials;
    }

    /** What is asked or ordered in one connection. */
    public interface Question<T> {
        T ask(MemberSession session) throws SQLException;
    }

    /** Whom the servers of the database know Fairlead as. */
    public Credentials.Login login(DatabaseSpec spec) {
        try {
            return credentials.login(spec.credentials());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Asks one member.
     *
     * @throws MemberAwayException if it does not answer or refuses
     */
    public <T> T ask(DatabaseSpec spec, DataCenterName member, Question<T> question) {
        DatabaseSpec.Member target = spec.members().stream()
                .filter(one -> one.dataCenter().equals(member))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("%s has no member".formatted(member)));
        try (MemberSession session =
                MemberSession.open(target.address(), spec.databaseName(), credentials.login(spec.credentials()))) {
            return question.ask(session);
        } catch (SQLException | IOException e) {
            throw new MemberAwayException(member, e);
        }
    }

    /** Asks several at once; the answers of those that answer. */
    public <T> SortedMap<DataCenterName, T> askAll(
            DatabaseSpec spec, Collection<DataCenterName> members, Question<T> question) {
        Map<DataCenterName, Future<T>> asked = new TreeMap<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            members.forEach(member -> asked.put(member, threads.submit(() -> ask(spec, member, question))));
        }
        SortedMap<DataCenterName, T> answers = new TreeMap<>();
        asked.forEach((member, answer) -> {
            if (answer.state() == Future.State.SUCCESS) {
                answers.put(member, answer.resultNow());
            }
        });
        return answers;
    }
}
