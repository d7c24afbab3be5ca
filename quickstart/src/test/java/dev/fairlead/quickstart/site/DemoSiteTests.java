package dev.fairlead.quickstart.site;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.postgres.FreePorts;
import dev.fairlead.quickstart.client.Http;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoSiteTests {

    private static final String NO_DATABASE = "jdbc:postgresql://127.0.0.1:1/shop?connectTimeout=1";

    @TempDir
    private Path directory;

    private final int port = FreePorts.next();
    private DemoSite site;

    @BeforeEach
    void start() throws IOException {
        site = DemoSite.start(config());
    }

    private SiteConfig config() {
        return new SiteConfig(
                "us-west",
                "127.0.0.12",
                port,
                NO_DATABASE,
                NO_DATABASE,
                NO_DATABASE,
                "shop",
                "secret",
                directory.resolve("version"));
    }

    @AfterEach
    void stop() {
        site.close();
    }

    private HttpResponse<String> get(String path) throws IOException {
        return Http.send(Http.request(uri(path)).build());
    }

    private HttpResponse<String> post(String path, String body) throws IOException {
        return Http.send(Http.request(uri(path))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.12:%d%s".formatted(port, path));
    }

    @Test
    void saysWhereItIsAlsoWhenItsDatabaseIsAway() throws IOException {
        assertThat(get("/").body()).contains("\"dataCenter\":\"us-west\"").contains("cannot be read");
        assertThat(get("/healthz").statusCode()).isEqualTo(200);
    }

    @Test
    void readsOrdersFromSomeCopyOrSaysThatThereIsNone() throws IOException {
        assertThat(get("/orders").statusCode()).isEqualTo(503);
        assertThat(get("/orders").body()).contains("no copy can be read");
    }

    @Test
    void keepsTheInstalledVersionOverARestart() throws IOException {
        assertThat(post("/install", "{\"version\":\"2.0\"}").body()).contains("\"version\":\"2.0\"");
        site.close();
        site = DemoSite.start(config());
        assertThat(get("/install").body()).contains("\"version\":\"2.0\"");
        assertThat(get("/").body()).contains("\"version\":\"2.0\"");
    }

    @Test
    void refusesAnOrderWhileThePrimaryIsAway() throws IOException {
        HttpResponse<String> response = post("/orders", "");
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Retry-After")).contains("1");
    }

    @Test
    void failsNowAndThenForOneHostOnly() throws IOException {
        assertThat(post("/flap", "{\"periodMs\": 60000, \"forMs\": 60000}").statusCode())
                .isEqualTo(400);
        post("/flap", "{\"host\": \"media.test\", \"periodMs\": 60000, \"forMs\": 60000}");
        assertThat(get("/healthz").statusCode()).isEqualTo(200);

        post("/flap", "{\"host\": \"127.0.0.12:%d\", \"periodMs\": 60000, \"forMs\": 60000}".formatted(port));
        assertThat(get("/healthz").statusCode()).isEqualTo(503);
        assertThat(get("/").statusCode()).isEqualTo(503);
    }
}
