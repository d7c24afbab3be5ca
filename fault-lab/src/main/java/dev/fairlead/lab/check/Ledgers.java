package dev.fairlead.lab.check;

import dev.fairlead.contracts.RegionName;
import dev.fairlead.lab.regions.Lab;
import dev.fairlead.lab.regions.LabResources;
import dev.fairlead.quickstart.client.GatewayClient;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;

/**
 * An operator who writes without end: the time to live of one application after the other, each value once, under the
 * generation that he last saw, at a gateway drawn by chance and at the next one when that is silent. A value that was
 * acknowledged is there until a later one is: {@link Ledger} judges that.
 */
final class Ledgers {

    private static final Duration CATCHING_UP = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    private final Lab lab;
    private final Tally tally;
    private final Random random;
    private final List<Ledger> ledgers = new ArrayList<>();
    private int acknowledged;
    private int refused;

    Ledgers(Lab lab, Tally tally, long seed) {
        this.lab = lab;
        this.tally = tally;
        this.random = new Random(seed);
        for (int i = 0; i < LabResources.LEDGERS; i++) {
            ledgers.add(new Ledger(i, tally));
        }
    }

    /** Writes once. */
    void write() {
        Ledger ledger = ledgers.get(random.nextInt(ledgers.size()));
        List<RegionName> order = new ArrayList<>(lab.regions());
        Collections.shuffle(order, random);
        int value = ledger.next();
        for (RegionName region : order) {
            if (write(ledger, value, region)) {
                acknowledged++;
                return;
            }
        }
        refused++;
    }

    private boolean write(Ledger ledger, int value, RegionName region) {
        GatewayClient gateway = lab.gateway(region, PATIENCE);
        try {
            Ledger.Entry newest = ledger.newest();
            Ledger.Entry before = newest == null ? read(ledger, gateway) : newest;
            ledger.attempt(value);
            long generation =
                    gateway.apply("applications", lab.resources().ledger(ledger.number(), value), before.generation());
            ledger.acknowledge(region, before, new Ledger.Entry(value, generation));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Looks whether all that was acknowledged is there, in every region; nothing may be broken any more. A region reads its
     * own replica, which has some catching up to do when it has just come back.
     */
    void audit() {
        long deadline = System.nanoTime() + CATCHING_UP.toNanos();
        for (RegionName region : lab.regions()) {
            for (Ledger ledger : ledgers) {
                audit(region, ledger, deadline);
            }
        }
    }

    private void audit(RegionName region, Ledger ledger, long deadline) {
        try {
            GatewayClient gateway = lab.gateway(region);
            int found = read(ledger, gateway).value();
            while (ledger.lacks(found) && System.nanoTime() < deadline) {
                LockSupport.parkNanos(POLL.toNanos());
                found = read(ledger, gateway).value();
            }
            ledger.judge(region, found);
        } catch (IOException e) {
            tally.violated(Invariant.NOT_RECOVERED, "%s: %s cannot be read: %s".formatted(region, ledger.path(), e));
        }
    }

    private static Ledger.Entry read(Ledger ledger, GatewayClient gateway) throws IOException {
        JsonNode now = gateway.tree(ledger.path());
        return new Ledger.Entry(
                now.path("spec").path("ttlSeconds").asInt(),
                now.path("metadata").path("generation").asLong());
    }

    String summary() {
        return "%d writes acknowledged, %d refused or unanswered".formatted(acknowledged, refused);
    }
}
