package dev.fairlead.gateway.rfc2136;

import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.gateway.dataplane.DataPlaneException;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TSIGRecord;
import org.xbill.DNS.Type;
import org.xbill.DNS.Update;

/**
 * One TCP connection to a name server, for one pass only: one that is kept would have to find out first that the server
 * behind it has gone. TCP also for plain questions, since it loses none and no limit on answers counts it.
 */
final class Conversation implements AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(1);

    /** Five hundred records take some tens of milliseconds; a server that answers after ten seconds is still one that obeys. */
    private static final Duration ANSWER = Duration.ofSeconds(12);

    /** Whatever is sent before an answer is read has room in it, so that sending never waits for a server that hangs. */
    private static final int SEND_BUFFER = 3 * Message.MAXLENGTH;

    /** How many plain questions are under way at a time. */
    private static final int WINDOW = 100;

    private final EndpointAddress server;
    private final TSIG key;
    private final Socket socket;

    private Conversation(EndpointAddress server, TSIG key, Socket socket) {
        this.server = server;
        this.key = key;
        this.socket = socket;
    }

    static Conversation with(EndpointAddress server, TSIG key) {
        Socket socket = new Socket();
        Conversation conversation = new Conversation(server, key, socket);
        try {
            socket.setSendBufferSize(SEND_BUFFER);
            socket.setTcpNoDelay(true);
            socket.connect(
                    new InetSocketAddress(InetAddress.ofLiteral(server.ip()), server.port()), (int) CONNECT.toMillis());
            return conversation;
        } catch (IOException e) {
            conversation.close();
            throw silent(server, e);
        }
    }

    /** Who pushes to a zone, as it says itself. */
    Optional<PusherMark> mark(Name zone) {
        Message answer = ask(Message.newQuery(Record.newRecord(PusherMark.name(zone), Type.TXT, DClass.IN)));
        if (answer.getRcode() != Rcode.NOERROR && answer.getRcode() != Rcode.NXDOMAIN) {
            throw new DataPlaneException("DNS at %s answers %s to a question about zone %s"
                    .formatted(server, Rcode.string(answer.getRcode()), zone));
        }
        return PusherMark.read(answer.getSection(Section.ANSWER));
    }

    /** Does all of an update, or nothing where its premises do not hold. */
    boolean update(Update update) {
        Outcome outcome = update(List.of(update).iterator());
        if (outcome.refusal() != null) {
            throw new DataPlaneException(outcome.refusal());
        }
        return outcome.done() == 1;
    }

    /**
     * What became of updates in order.
     *
     * @param done how many were done; fewer than all: the next one was not, and those behind it may not be
     * @param refusal what the server says against the next one; absent: its premises did not hold, or all were done
     */
    record Outcome(int done, boolean stopped, @Nullable String refusal) {

        private static final Outcome NOTHING_YET = new Outcome(0, false, null);

        private Outcome and(boolean isDone, @Nullable String nowRefused) {
            return stopped ? this : new Outcome(isDone ? done + 1 : done, !isDone, nowRefused);
        }
    }

    /**
     * Does updates one after the other, each whole or, where its premises do not hold, not at all. Some are under way at a time, since a
     * server that need not wait for the next one commits several at once: so each should have the one before it as a premise.
     */
    Outcome update(Iterator<Update> updates) {
        Deque<Sent> underWay = new ArrayDeque<>();
        int bytes = 0;
        Outcome outcome = Outcome.NOTHING_YET;
        try {
            while (updates.hasNext() && !outcome.stopped()) {
                Update update = updates.next();
                key.apply(update, null);
                byte[] wire = update.toWire();
                while (!underWay.isEmpty() && bytes + wire.length > SEND_BUFFER) {
                    Sent first = underWay.removeFirst();
                    bytes -= first.bytes();
                    outcome = answered(first.update(), outcome);
                }
                if (!outcome.stopped()) {
                    socket.getOutputStream().write(framed(List.of(wire)));
                    underWay.add(new Sent(update, wire.length));
                    bytes += wire.length;
                }
            }
            for (Sent sent : underWay) {
                outcome = answered(sent.update(), outcome);
            }
            return outcome;
        } catch (IOException e) {
            throw silent(server, e);
        }
    }

    private record Sent(Update update, int bytes) {}

    /** REFUSED is said against what is in an update, as by BIND's {@code update-policy}, or against all of them. */
    private Outcome answered(Update update, Outcome before) throws IOException {
        int code = answer(update).getRcode();
        String said = "DNS at %s answers %s to an update of zone %s"
                .formatted(server, Rcode.string(code), update.getQuestion().getName());
        return switch (code) {
            case Rcode.NOERROR -> before.and(true, null);
            case Rcode.NXRRSET, Rcode.YXRRSET -> before.and(false, null);
            case Rcode.REFUSED -> before.and(false, said);
            default -> throw new DataPlaneException(said);
        };
    }

    /** Asks under the key and believes only what is answered under it. */
    private Message ask(Message question) {
        key.apply(question, null);
        try {
            socket.getOutputStream().write(framed(List.of(question.toWire())));
            return answer(question);
        } catch (IOException e) {
            throw silent(server, e);
        }
    }

    /** The next answer, which has to be that to this question. */
    private Message answer(Message question) throws IOException {
        byte[] bytes = receive(deadline());
        Message answer = new Message(bytes);
        int error = key.verify(answer, bytes, question.getTSIG());
        TSIGRecord signature = answer.getTSIG();
        if (signature != null && signature.getError() != Rcode.NOERROR) {
            throw new DataPlaneException(
                    "DNS at %s refuses the key: %s".formatted(server, Rcode.TSIGstring(signature.getError())));
        }
        if (error != Rcode.NOERROR) {
            throw new DataPlaneException(
                    "DNS at %s answers %s, and not under the key".formatted(server, Rcode.string(answer.getRcode())));
        }
        return answer;
    }

    /** Asks as anybody does; the answers are in order of the questions. */
    List<Message> answers(List<Record> questions) {
        List<Message> answers = new ArrayList<>();
        for (int from = 0; from < questions.size(); from += WINDOW) {
            answers.addAll(together(questions.subList(from, Math.min(from + WINDOW, questions.size()))));
        }
        return answers;
    }

    private List<Message> together(List<Record> questions) {
        List<Message> asked = new ArrayList<>();
        for (Record question : questions) {
            Message message = Message.newQuery(question);
            message.getHeader().setID(asked.size());
            asked.add(message);
        }
        try {
            socket.getOutputStream()
                    .write(framed(asked.stream().map(Message::toWire).toList()));
            long deadline = deadline();
            Map<Integer, Message> answers = new TreeMap<>();
            while (answers.size() < asked.size()) {
                Message answer = new Message(receive(deadline));
                int id = answer.getHeader().getID();
                if (id < asked.size()) {
                    answers.put(id, answer);
                }
            }
            return List.copyOf(answers.values());
        } catch (IOException e) {
            throw silent(server, e);
        }
    }

    private static byte[] framed(List<byte[]> messages) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] wire : messages) {
            out.write(wire.length >>> 8);
            out.write(wire.length);
            out.writeBytes(wire);
        }
        return out.toByteArray();
    }

    private byte[] receive(long deadline) throws IOException {
        byte[] length = receive(2, deadline);
        return receive((length[0] & 0xff) << 8 | length[1] & 0xff, deadline);
    }

    private byte[] receive(int size, long deadline) throws IOException {
        byte[] bytes = new byte[size];
        int received = 0;
        while (received < size) {
            long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
            if (left <= 0) {
                throw new SocketTimeoutException("no whole answer within " + ANSWER.toSeconds() + " s");
            }
            socket.setSoTimeout((int) left);
            int read = socket.getInputStream().read(bytes, received, size - received);
            if (read < 0) {
                throw new EOFException("it closed the connection");
            }
            received += read;
        }
        return bytes;
    }

    private static long deadline() {
        return System.nanoTime() + ANSWER.toNanos();
    }

    static DataPlaneException silent(EndpointAddress server, IOException e) {
        String reason = Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
        return new DataPlaneException("DNS at %s does not answer: %s".formatted(server, reason), e);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // nothing is lost with it
        }
    }
}
