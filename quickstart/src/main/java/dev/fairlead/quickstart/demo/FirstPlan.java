package dev.fairlead.quickstart.demo;

import dev.fairlead.contracts.Network;
import dev.fairlead.quickstart.client.DnsClient;
import dev.fairlead.quickstart.client.EdgeClient;
import dev.fairlead.quickstart.control.RunningDemo;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waits until a region's own data planes obey. */
public final class FirstPlan {

    private static final Duration OBEYED = Duration.ofMinutes(2);
    private static final Duration POLL = Duration.ofMillis(20);
    private static final Network A_CLIENT = Network.of("198.51.100.0/24");

    private FirstPlan() {}

    /**
     * @param host of the application that is asked for
     * @param requireWanted fails when nobody waits any more
     */
    public static void await(RunningDemo.Region region, String host, Runnable requireWanted) {
        DnsClient dns = new DnsClient(region.dns(), Duration.ofSeconds(1));
        EdgeClient edge = new EdgeClient(region.edge(), Duration.ofSeconds(2));
        long deadline = System.nanoTime() + OBEYED.toNanos();
        String last = "";
        while (System.nanoTime() < deadline) {
            requireWanted.run();
            DnsClient.Answer address = dns.ask(host, A_CLIENT);
            EdgeClient.Answer answer = edge.get(host, "/", A_CLIENT.address());
            if (address.address() != null && answer.status() == 200) {
                return;
            }
            last = "DNS: %s, edge: %s".formatted(address.reason(), answer.reason());
            LockSupport.parkNanos(POLL.toNanos());
        }
        throw new DemoException(
                "no plan is obeyed in region %s after %d s (%s)".formatted(region.name(), OBEYED.toSeconds(), last));
    }
}
