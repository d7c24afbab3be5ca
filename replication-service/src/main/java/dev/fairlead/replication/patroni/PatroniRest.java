package dev.fairlead.replication.patroni;

import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.replication.patroni.PatroniCluster.Leader;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** The REST interface of Patroni, as of its version 2. What is only read needs no credentials there. */
public final class PatroniRest {

    private static final Duration CONNECT = Duration.ofSeconds(1);
    private static final Duration ANSWER = Duration.ofSeconds(2);
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();

    private final JsonMapper json = JsonMapper.shared();

    /**
     * Asks the Patronis of one cluster, one after the other, until one answers.
     *
     * @throws IOException none does; it says what the last one's matter is
     */
    public PatroniCluster cluster(List<EndpointAddress> patronis) throws IOException {
        IOException last = new IOException("no address of a Patroni is named");
        for (EndpointAddress patroni : patronis) {
            try {
                return cluster(patroni);
            } catch (InterruptedIOException e) {
                throw e;
            } catch (IOException e) {
                last = e;
            }
        }
        throw last;
    }

    private PatroniCluster cluster(EndpointAddress patroni) throws IOException {
        HttpResponse<String> response = get(patroni, "/cluster");
        if (response.statusCode() != 200) {
            throw new IOException("Patroni at %s answered %d".formatted(patroni, response.statusCode()));
        }
        try {
            return cluster(json.readValue(response.body(), Told.class));
        } catch (JacksonException e) {
            throw new IOException("Patroni at %s did not tell of its cluster".formatted(patroni), e);
        }
    }

    static PatroniCluster cluster(Told told) throws IOException {
        List<Server> servers = told.members == null ? List.of() : told.members;
        Leader leader = null;
        for (Server server : servers) {
            String host = server.host;
            Integer port = server.port;
            if (server.leads() && host != null && port != null) {
                EndpointAddress address =
                        new EndpointAddress(InetAddress.getByName(host).getHostAddress(), port);
                leader = new Leader(String.valueOf(server.name), address, Server.STANDBY_LEADER.equals(server.role));
            }
        }
        return new PatroniCluster(leader, Boolean.TRUE.equals(told.pause));
    }

    /** One that accepts and then falls silent is given up too. */
    private static HttpResponse<String> get(EndpointAddress patroni, String path) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://%s%s".formatted(patroni, path)))
                .build();
        CompletableFuture<HttpResponse<String>> answer =
                CLIENT.sendAsync(request, HttpResponse.BodyHandlers.ofString());
        try {
            return answer.get(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IOException("Patroni at %s does not answer: %s".formatted(patroni, e.getCause()), e);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new IOException(
                    "Patroni at %s does not answer within %d s".formatted(patroni, ANSWER.toSeconds()), e);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while Patroni was asked");
        }
    }

    /** What it answers to {@code GET /cluster}, as far as it matters. */
    record Told(@Nullable List<Server> members, @Nullable Boolean pause) {}

    /** One server of the cluster; while it starts it tells less. */
    record Server(
            @Nullable String name,
            @Nullable String role,
            @Nullable String host,
            @Nullable Integer port) {

        private static final String STANDBY_LEADER = "standby_leader";

        boolean leads() {
            return "leader".equals(role) || STANDBY_LEADER.equals(role);
        }
    }
}
