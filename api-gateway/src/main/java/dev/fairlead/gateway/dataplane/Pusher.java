package dev.fairlead.gateway.dataplane;

import java.util.Optional;

/**
 * Who pushes to a data plane that several gateways reach, as it is written in the data plane itself.
 *
 * @param lease of what: the region and the name of the data plane there
 * @param holder the gateway
 * @param epoch of the lease; grows with each change of the holder
 */
public record Pusher(String lease, String holder, long epoch) {

    /** From the form in which it is written into a data plane; empty for anything else. */
    public static Optional<Pusher> parse(String text) {
        String[] words = text.strip().split(" ");
        return words.length == 3 && words[2].matches("\\d{1,18}")
                ? Optional.of(new Pusher(words[0], words[1], Long.parseLong(words[2])))
                : Optional.empty();
    }

    /** The form in which it is written into a data plane. */
    public String text() {
        return "%s %s %d".formatted(lease, holder, epoch);
    }

    /** Refuses to write over what another one wrote that has its lease since, or a lease of its own. */
    public void requireAhead(Pusher written) {
        if (!written.lease().equals(lease)) {
            throw new DataPlaneException("it is %s, pushed to by %s: take what that wrote there away to hand it over"
                    .formatted(written.lease(), written.holder()));
        }
        boolean ahead = written.holder().equals(holder) ? epoch >= written.epoch() : epoch > written.epoch();
        if (!ahead) {
            throw new OvertakenException(written);
        }
    }
}
