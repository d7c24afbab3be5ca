package dev.fairlead.gateway.nginx;

import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.gateway.dataplane.Applied;
import dev.fairlead.gateway.dataplane.DataPlane;
import dev.fairlead.gateway.dataplane.DataPlaneException;
import dev.fairlead.gateway.dataplane.DurableFile;
import dev.fairlead.gateway.dataplane.Pusher;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** One nginx obeying plans. */
final class NginxDataPlane implements DataPlane<NginxState>, AutoCloseable {

    private static final Duration LOADED = Duration.ofSeconds(5);

    /**
     * For so long only the new version may answer: nginx lets old workers accept beside new ones for 100 ms after it has
     * loaded a configuration.
     */
    private static final Duration UNDISPUTED = Duration.ofMillis(150);

    private static final Duration PAUSE = Duration.ofMillis(5);

    private final String name;
    private final NginxSettings settings;
    private final Nginx nginx;
    private final StatusQuestion status;
    private final DurableFile file;
    private final DurableFile lastGood;
    private final DurableFile pusherFile;

    NginxDataPlane(String name, NginxSettings settings) {
        this.name = name;
        this.settings = settings;
        this.nginx = new Nginx(settings.process());
        this.status = new StatusQuestion(settings.statusAddress());
        this.file = new DurableFile(settings.directory().resolve("fairlead.conf"));
        this.lastGood = new DurableFile(settings.directory().resolve("fairlead.conf.last-good"));
        this.pusherFile = new DurableFile(settings.directory().resolve("pusher"));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String kind() {
        return "nginx";
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(false, Weights.HASHED, true);
    }

    @Override
    public boolean shared() {
        return settings.shared();
    }

    @Override
    public void claim(Pusher pusher, NginxState desired, @Nullable NginxState before) {
        Optional<Pusher> written = pusherFile.read().flatMap(Pusher::parse);
        written.ifPresent(pusher::requireAhead);
        if (written.filter(pusher::equals).isEmpty()) {
            pusherFile.write(pusher.text() + "\n");
        }
    }

    @Override
    public NginxState desired(List<RoutingPlan> plans) {
        return GeneratedFile.of(plans, settings);
    }

    /** Also of one that does not run: the file is what it will start from. */
    @Override
    public NginxState observe() {
        NginxState written = new NginxState(file.read().orElse(""), true);
        boolean inForce = status.version().filter(written.version()::equals).isPresent();
        return new NginxState(written.text(), inForce);
    }

    @Override
    public Applied<NginxState> apply(NginxState desired, NginxState before) {
        keep(file, desired.text());
        try {
            nginx.test();
        } catch (DataPlaneException e) {
            lastGood.read().ifPresentOrElse(good -> keep(file, good), file::delete);
            throw e;
        }
        nginx.reload();
        keep(lastGood, desired.text());
        return Applied.whole(desired);
    }

    private static void keep(DurableFile file, String text) {
        if (!file.read().equals(Optional.of(text))) {
            file.write(text);
        }
    }

    @Override
    public void verify(NginxState desired, NginxState before) {
        long now = System.nanoTime();
        long end = now + LOADED.toNanos();
        long undisputedSince = now;
        while (now - undisputedSince < UNDISPUTED.toNanos()) {
            Optional<String> version = status.version();
            now = System.nanoTime();
            if (version.filter(desired.version()::equals).isEmpty()) {
                undisputedSince = now;
                if (now > end) {
                    throw new DataPlaneException("nginx at %s answers with version %s, not with %s"
                            .formatted(settings.statusAddress(), version.orElse("none"), desired.version()));
                }
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    /** What nginx has loaded is what to go back to. */
    @Override
    public List<String> tend(NginxState obeyed) {
        keep(lastGood, obeyed.text());
        return List.of();
    }

    @Override
    public void close() throws IOException {
        status.close();
    }
}
