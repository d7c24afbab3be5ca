package dev.fairlead.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.StringNode;

/**
 * Calls to the gateway. Several addresses may stand for it, one in each region: when one is silent the next is asked, and
 * from then on that one first. A change is given to the next only if it was surely not made, or if making it twice is the
 * same as once. A read is not waited for long while somebody else is left to be asked. {@link HttpURLConnection}, because it
 * costs a start a fraction of what {@code HttpClient} does.
 */
final class Api {

    private static final int CONNECT_MS = 2_000;

    static {
        // Otherwise a POST whose connection broke is sent twice, unasked.
        System.setProperty("sun.net.http.retryPost", "false");
    }

    private final List<String> servers;
    private final String token;
    private final @Nullable SSLSocketFactory trust;
    private final Patience patience;
    private int first;

    /** @param trust of the gateway's certificate; absent: as Java's */
    Api(List<String> servers, String token, @Nullable SSLSocketFactory trust) {
        this(servers, token, trust, Patience.DEFAULT);
    }

    Api(List<String> servers, String token, @Nullable SSLSocketFactory trust, Patience patience) {
        this.servers = List.copyOf(servers);
        this.token = token;
        this.trust = trust;
        this.patience = patience;
    }

    /**
     * How long an answer is waited for.
     *
     * @param readMs of a read, while another address is left to be asked: a gateway that is well needs far less
     * @param answerMs of a change, and of a read at the last address
     */
    record Patience(int readMs, int answerMs) {

        static final Patience DEFAULT = new Patience(5_000, 30_000);
    }

    /**
     * An answer that is not a refusal.
     *
     * @param body a page that is no JSON is one text
     */
    record Reply(int status, @Nullable String etag, JsonNode body) {}

    private record Call(
            String method,
            String path,
            @Nullable JsonNode body,
            @Nullable String ifMatch) {

        boolean changes() {
            return !method.equals("GET");
        }

        /** Whether doing it twice is the same as doing it once. */
        boolean repeatable() {
            return !method.equals("POST");
        }
    }

    /** The path of one thing; its name may hold any character. */
    static String path(String collection, String name) {
        return collection + "/"
                + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    JsonNode get(String path) {
        return send(new Call("GET", path, null, null)).body();
    }

    /** The answer, or nothing when there is no such thing. */
    Optional<Reply> find(String path) {
        try {
            return Optional.of(send(new Call("GET", path, null, null)));
        } catch (Refusal e) {
            if (e.status() == 404) {
                return Optional.empty();
            }
            throw e;
        }
    }

    Reply put(String path, JsonNode body, @Nullable String ifMatch) {
        return send(new Call("PUT", path, body, ifMatch));
    }

    JsonNode post(String path, JsonNode body) {
        return send(new Call("POST", path, body, null)).body();
    }

    JsonNode delete(String path) {
        return send(new Call("DELETE", path, null, null)).body();
    }

    private Reply send(Call call) {
        List<String> silent = new ArrayList<>();
        boolean perhapsDone = false;
        for (int i = 0; i < servers.size(); i++) {
            int candidate = (first + i) % servers.size();
            String server = servers.get(candidate);
            boolean last = i == servers.size() - 1;
            boolean connected = false;
            try {
                HttpURLConnection connection =
                        connect(server, call, last || call.changes() ? patience.answerMs() : patience.readMs());
                connected = true;
                Reply reply = exchange(connection, call.body());
                first = candidate;
                return reply;
            } catch (Refusal e) {
                if (perhapsDone && e.exitCode() == ExitCode.CONFLICT) {
                    throw new Failure(
                            ExitCode.CONFLICT,
                            "%s: perhaps because %s made the change before it fell silent; look before you repeat it"
                                    .formatted(e.line(), silent.getLast()));
                }
                if (!e.away() || !call.repeatable() || servers.size() == 1) {
                    first = candidate;
                    throw e;
                }
                perhapsDone |= call.changes();
                silent.add("%s (%s)".formatted(server, e.line()));
            } catch (IOException e) {
                if (connected && !call.repeatable()) {
                    throw new Failure(
                            ExitCode.UNREACHABLE,
                            "%s broke off (%s): the change may or may not have been made"
                                    .formatted(server, e.getMessage()));
                }
                perhapsDone |= connected && call.changes();
                silent.add("%s (%s)".formatted(server, e.getMessage()));
            }
        }
        throw new Failure(
                ExitCode.UNREACHABLE,
                "no server answers: %s%s"
                        .formatted(
                                String.join(", ", silent),
                                perhapsDone ? ": the change may or may not have been made" : ""));
    }

    private HttpURLConnection connect(String server, Call call, int answerMs) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(server + call.path()).toURL().openConnection();
        if (trust != null && connection instanceof HttpsURLConnection secured) {
            secured.setSSLSocketFactory(trust);
        }
        connection.setConnectTimeout(CONNECT_MS);
        connection.setReadTimeout(answerMs);
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        connection.setRequestMethod(call.method());
        connection.setRequestProperty("Accept", "application/json, application/problem+json");
        connection.setRequestProperty("Authorization", "Bearer " + token);
        if (call.body() != null) {
            connection.setDoOutput(true);
            connection.setRequestProperty("Content-Type", "application/json");
        }
        if (call.ifMatch() != null) {
            connection.setRequestProperty("If-Match", call.ifMatch());
        }
        connection.connect();
        return connection;
    }

    private static Reply exchange(HttpURLConnection connection, @Nullable JsonNode body) throws IOException {
        if (body != null) {
            connection.getOutputStream().write(Json.MAPPER.writeValueAsBytes(body));
        }
        int status = connection.getResponseCode();
        try (InputStream in = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            byte[] bytes = in == null ? new byte[0] : in.readAllBytes();
            JsonNode answer = tree(bytes);
            if (status >= 300) {
                throw new Refusal(status, answer);
            }
            boolean isPage = answer.isMissingNode() && bytes.length > 0;
            return new Reply(
                    status,
                    connection.getHeaderField("ETag"),
                    isPage ? StringNode.valueOf(new String(bytes, StandardCharsets.UTF_8)) : answer);
        }
    }

    /** What does not come from Fairlead may be no JSON; the status then says all there is to say. */
    private static JsonNode tree(byte[] answer) {
        try {
            return answer.length == 0 ? MissingNode.getInstance() : Json.MAPPER.readTree(answer);
        } catch (JacksonException e) {
            return MissingNode.getInstance();
        }
    }
}
