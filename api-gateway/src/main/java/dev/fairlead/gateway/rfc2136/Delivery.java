package dev.fairlead.gateway.rfc2136;

import dev.fairlead.gateway.dataplane.DataPlaneException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.xbill.DNS.Name;
import org.xbill.DNS.Update;

/**
 * Brings the changes of one zone's hosts to its server in as few messages as can be. A message is obeyed whole or not at all, so one that
 * the server refuses is halved until those hosts stand alone that it does not take; the messages behind it are sent anew.
 */
final class Delivery {

    /** When so many stand alone, the rest of what is refused is left together: a server may refuse all of ten thousand. */
    private static final int MOST_ALONE = 50;

    private final Conversation conversation;
    private final Name zone;
    private final Map<Name, PusherMark> marks;
    private final SortedMap<Name, String> refused = new TreeMap<>();

    private Delivery(Conversation conversation, Name zone, Map<Name, PusherMark> marks) {
        this.conversation = conversation;
        this.zone = zone;
        this.marks = marks;
    }

    /**
     * The hosts that were refused, each with the reason.
     *
     * @param marks what each zone says of who pushes; kept as it is
     */
    static SortedMap<Name, String> of(
            List<HostUpdate> hosts, Conversation conversation, Name zone, Map<Name, PusherMark> marks) {
        Delivery delivery = new Delivery(conversation, zone, marks);
        delivery.deliver(Packing.packed(hosts));
        return delivery.refused;
    }

    /** Without a mark nothing tells the later messages that an earlier one was refused, so they are sent one by one. */
    private void deliver(List<List<HostUpdate>> packs) {
        List<List<HostUpdate>> left = packs;
        while (!left.isEmpty()) {
            List<List<HostUpdate>> sent = marks.containsKey(zone) ? left : left.subList(0, 1);
            Conversation.Outcome outcome = send(sent);
            left = left.subList(outcome.done(), left.size());
            if (outcome.refusal() != null) {
                halve(left.getFirst(), outcome.refusal());
                left = left.subList(1, left.size());
            } else if (outcome.done() < sent.size()) {
                throw overtaken();
            }
        }
    }

    private Conversation.Outcome send(List<List<HostUpdate>> packs) {
        PusherMark first = marks.get(zone);
        Stream<Update> messages = IntStream.range(0, packs.size())
                .mapToObj(i -> Packing.message(zone, first == null ? null : first.after(i), packs.get(i)));
        Conversation.Outcome outcome = conversation.update(messages.iterator());
        if (first != null) {
            marks.put(zone, first.after(outcome.done()));
        }
        return outcome;
    }

    private void halve(List<HostUpdate> pack, String reason) {
        if (pack.size() == 1 || refused.size() >= MOST_ALONE) {
            pack.forEach(host -> refused.put(host.host(), reason));
        } else {
            int half = pack.size() / 2;
            deliver(List.of(pack.subList(0, half), pack.subList(half, pack.size())));
        }
    }

    private RuntimeException overtaken() {
        PusherMark mark = marks.get(zone);
        if (mark != null) {
            conversation.mark(zone).map(PusherMark::pusher).ifPresent(mark.pusher()::requireAhead);
        }
        return new DataPlaneException(
                "zone %s is not as it was when it was read: another hand changed it".formatted(zone));
    }
}
