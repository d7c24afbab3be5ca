package dev.fairlead.health.check;

import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.health.CheckRequest;
import dev.fairlead.contracts.health.CheckResult;
import dev.fairlead.contracts.traffic.HealthCheck.Expectation;
import dev.fairlead.health.http.HttpAnswer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * One HTTP request over one connection, blocking. Apart from the prober, which reads no bodies; not the JDK's client,
 * which connects to whom the {@code Host} header names.
 */
final class HttpCheck {

    /** Longest answer that is read. */
    private static final int MOST_BYTES = 1 << 20;

    private final CheckRequest request;
    private final long start = System.nanoTime();

    private HttpCheck(CheckRequest request) {
        this.request = request;
    }

    static CheckResult run(CheckRequest request, RegionName vantagePoint) {
        HttpCheck check = new HttpCheck(request);
        Outcome outcome = check.look();
        return new CheckResult(vantagePoint, outcome.passed(), check.elapsedMs(), outcome.reason());
    }

    private record Outcome(boolean passed, String reason) {}

    private Outcome look() {
        try (Socket socket = new Socket()) {
            InetAddress address = InetAddress.ofLiteral(request.address().ip());
            socket.connect(new InetSocketAddress(address, request.address().port()), leftMs());
            socket.getOutputStream().write(head());
            return judge(answer(socket));
        } catch (SocketTimeoutException e) {
            return new Outcome(false, "no answer within %d ms".formatted(request.timeoutMs()));
        } catch (IOException e) {
            return new Outcome(false, String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT));
        }
    }

    private byte[] head() {
        return "GET %s HTTP/1.1\r\nHost: %s\r\nUser-Agent: fairlead\r\nAccept: */*\r\nConnection: close\r\n\r\n"
                .formatted(request.path(), request.host())
                .getBytes(StandardCharsets.US_ASCII);
    }

    private HttpAnswer answer(Socket socket) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] buffer = new byte[8_192];
        while (bytes.size() < MOST_BYTES) {
            socket.setSoTimeout(leftMs());
            int read = socket.getInputStream().read(buffer);
            if (read > 0) {
                bytes.write(buffer, 0, read);
            }
            Optional<HttpAnswer> answer = HttpAnswer.parse(bytes.toString(StandardCharsets.ISO_8859_1), read < 0);
            if (answer.isPresent()) {
                return answer.get();
            }
            if (read < 0) {
                throw new IOException(
                        bytes.size() == 0 ? "connection closed without an answer" : "the answer is cut off");
            }
        }
        throw new IOException("the answer is longer than %d bytes".formatted(MOST_BYTES));
    }

    private Outcome judge(HttpAnswer answer) {
        String refusal = answer.refusal(
                new Expectation(List.of(Integer.toString(request.expectedStatus())), request.expectedBody(), Map.of()));
        return refusal == null ? new Outcome(true, "status " + answer.status()) : new Outcome(false, refusal);
    }

    private int leftMs() throws SocketTimeoutException {
        long left = request.timeoutMs() - elapsedMs();
        if (left <= 0) {
            throw new SocketTimeoutException();
        }
        return (int) left;
    }

    private long elapsedMs() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }
}
