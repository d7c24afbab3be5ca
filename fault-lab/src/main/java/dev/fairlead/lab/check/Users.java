package dev.fairlead.lab.check;

import dev.fairlead.contracts.RegionName;
import dev.fairlead.lab.faults.Harms;
import dev.fairlead.lab.regions.Lab;
import dev.fairlead.lab.regions.LabResources;
import dev.fairlead.quickstart.client.DnsClient;
import dev.fairlead.quickstart.client.EdgeClient;
import dev.fairlead.quickstart.client.Http;
import dev.fairlead.quickstart.geo.DemoPlaces;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The users of one region, of all places in turn: they ask its DNS and go where it says, and send a request through its
 * edge. {@link Failures} judges what fails.
 */
final class Users {

    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Lab lab;
    private final RegionName region;
    private final Supplier<Harms> harms;
    private final Failures failures;
    private final DnsClient dns;
    private final EdgeClient edge;
    private final Iterator<DemoPlaces.DemoPlace> turns;
    private final LongAdder asked = new LongAdder();

    Users(Lab lab, RegionName region, Supplier<Harms> harms, Limits limits, Tally tally) {
        this.lab = lab;
        this.region = region;
        this.harms = harms;
        this.failures = new Failures(region, limits, tally);
        this.dns = new DnsClient(lab.described(region).dns(), PATIENCE);
        this.edge = new EdgeClient(lab.described(region).edge(), PATIENCE);
        List<DemoPlaces.DemoPlace> places = DemoPlaces.all().stream()
                .filter(place -> place.network().address().getAddress().length == 4)
                .toList();
        this.turns =
                Stream.generate(places::stream).flatMap(Function.identity()).iterator();
    }

    /** One user's requests. */
    void ask() {
        DemoPlaces.DemoPlace user = turns.next();
        if (!harms.get().serves(region)) {
            return;
        }
        asked.increment();
        DnsClient.Answer answer = dns.ask(LabResources.STEADY_HOST, user.network());
        InetAddress address = answer.address();
        if (address == null) {
            failures.unanswered(answer.reason(), harms.get());
            return;
        }
        RegionName chosen = lab.regions().stream()
                .filter(each -> lab.sites().endpoint(each).ip().equals(address.getHostAddress()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("DNS says " + address));
        Failures.Request direct = new Failures.Request(chosen, Instant.now());
        direct(chosen).ifPresent(reason -> failures.direct(direct, reason, harms.get()));
        Failures.Request again = new Failures.Request(chosen, Instant.now());
        EdgeClient.Answer through = edge.get(LabResources.STEADY_HOST, "/", user.client());
        if (through.status() != 200) {
            failures.throughEdge(again, through.reason(), harms.get());
        }
    }

    /** The request of a user who was told this address; why it failed. */
    private Optional<String> direct(RegionName chosen) {
        URI site = URI.create("http://" + lab.sites().endpoint(chosen));
        try {
            int status = Http.send(Http.request(site).timeout(PATIENCE).build()).statusCode();
            return status == 200 ? Optional.empty() : Optional.of("HTTP " + status);
        } catch (IOException e) {
            return Optional.of(e.toString());
        }
    }

    long asked() {
        return asked.sum();
    }
}
