package dev.fairlead.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * Where the gateway is and who is asking: options first, then the environment, then the file that a running demo leaves.
 * The demo's token is only ever shown to the demo.
 */
final class Connection {

    private static final String DEFAULT_SERVER = "http://127.0.0.1:8080";

    @Option(
            names = "--server",
            scope = ScopeType.INHERIT,
            paramLabel = "URL[,URL...]",
            description = "The gateway's address, or that of each region: the next is taken when one is silent. Else"
                    + " FAIRLEAD_SERVER, else the running demo.")
    private @Nullable String server;

    @Option(
            names = "--token-file",
            scope = ScopeType.INHERIT,
            paramLabel = "FILE",
            description = "A file with the operator's token. Else FAIRLEAD_TOKEN, FAIRLEAD_TOKEN_FILE, else the"
                    + " running demo's.")
    private @Nullable Path tokenFile;

    @Option(
            names = "--ca-file",
            scope = ScopeType.INHERIT,
            paramLabel = "FILE",
            description = "PEM file of the authorities that certify the gateway. Else FAIRLEAD_CA_FILE, else those that"
                    + " Java believes.")
    private @Nullable Path caFile;

    Api open(Surroundings surroundings) {
        JsonNode demo = demo(surroundings);
        String demoServer = Json.text(demo, "/server");
        String given = server != null ? server : surroundings.env().getOrDefault("FAIRLEAD_SERVER", "");
        List<String> servers = servers(given.isBlank() ? demoServer.isEmpty() ? DEFAULT_SERVER : demoServer : given);
        if (servers.isEmpty()) {
            throw new Failure(ExitCode.USAGE, "'%s' names no address".formatted(given));
        }
        boolean isDemo = servers(demoServer).containsAll(servers);
        return new Api(servers, token(surroundings, isDemo ? Json.text(demo, "/token") : ""), trust(surroundings));
    }

    private @Nullable SSLSocketFactory trust(Surroundings surroundings) {
        String inEnvironment = surroundings.env().getOrDefault("FAIRLEAD_CA_FILE", "");
        if (caFile != null) {
            return Authorities.in(caFile);
        }
        return inEnvironment.isBlank() ? null : Authorities.in(Path.of(inEnvironment));
    }

    private String token(Surroundings surroundings, String demoToken) {
        String inEnvironment = surroundings.env().getOrDefault("FAIRLEAD_TOKEN", "");
        String file = surroundings.env().getOrDefault("FAIRLEAD_TOKEN_FILE", "");
        String token;
        if (tokenFile != null) {
            token = read(tokenFile);
        } else if (!inEnvironment.isBlank()) {
            token = inEnvironment.strip();
        } else if (!file.isBlank()) {
            token = read(Path.of(file));
        } else {
            token = demoToken;
        }
        if (token.isEmpty() || token.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw new Failure(
                    ExitCode.NOT_ALLOWED,
                    "no operator's token: give --token-file or FAIRLEAD_TOKEN, or start ./fairlead demo");
        }
        return token;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new Failure(ExitCode.NOT_ALLOWED, "cannot read the token file " + file);
        }
    }

    private static List<String> servers(String text) {
        return Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(address -> !address.isEmpty())
                .map(address -> address.contains("://") ? address : "http://" + address)
                .map(address -> address.replaceAll("/+$", ""))
                .peek(Connection::requireHttp)
                .toList();
    }

    private static void requireHttp(String address) {
        if (!address.matches("https?://[^\\s/?#]+(/[^\\s?#]*)?")) {
            throw new Failure(ExitCode.USAGE, "'%s' is not an address such as https://host:8080".formatted(address));
        }
    }

    /** What the demo wrote; nothing when none runs. */
    private static JsonNode demo(Surroundings surroundings) {
        String file = surroundings.env().getOrDefault("FAIRLEAD_CLIENT", System.getProperty("fairlead.client", ""));
        if (file.isBlank() || !Files.isReadable(Path.of(file))) {
            return MissingNode.getInstance();
        }
        try {
            return Json.MAPPER.readTree(Files.readString(Path.of(file)));
        } catch (IOException | JacksonException e) {
            throw new Failure(ExitCode.FAILED, "cannot read %s, which the demo wrote".formatted(file));
        }
    }
}
