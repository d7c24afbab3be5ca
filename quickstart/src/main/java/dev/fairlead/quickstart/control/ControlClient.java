package dev.fairlead.quickstart.control;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.quickstart.client.Http;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Acts on a demo that runs in another process. */
public final class ControlClient implements DemoControls {

    /** Longer than the services of a region are given to start. */
    private static final Duration TIMEOUT = Duration.ofMinutes(11);

    private final URI control;
    private final String token;

    public ControlClient(RunningDemo demo) {
        this.control = demo.control();
        this.token = demo.controlToken();
    }

    @Override
    public void killDataCenter(DataCenterName dataCenter) {
        order("/data-centers/" + dataCenter + "/kill");
    }

    @Override
    public void startDataCenter(DataCenterName dataCenter) {
        order("/data-centers/" + dataCenter + "/start");
    }

    @Override
    public void killRegion(RegionName region) {
        order("/regions/" + region + "/kill");
    }

    @Override
    public void startRegion(RegionName region) {
        order("/regions/" + region + "/start");
    }

    @Override
    public void killService(String service) {
        order("/services/" + service + "/kill");
    }

    private void order(String path) {
        try {
            HttpResponse<String> response = Http.send(Http.request(control.resolve(path))
                    .timeout(TIMEOUT)
                    .header("Authorization", "Bearer " + token)
                    .POST(HttpRequest.BodyPublishers.noBody())
                    .build());
            if (response.statusCode() != 200) {
                throw new IllegalStateException("the demo refused %s: %s".formatted(path, response.body()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the demo does not answer at " + control, e);
        }
    }
}
