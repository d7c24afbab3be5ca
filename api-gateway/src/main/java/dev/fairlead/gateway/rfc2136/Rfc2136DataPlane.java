package dev.fairlead.gateway.rfc2136;

import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.gateway.dataplane.Applied;
import dev.fairlead.gateway.dataplane.DataPlane;
import dev.fairlead.gateway.dataplane.DataPlaneException;
import dev.fairlead.gateway.dataplane.PerPlan;
import dev.fairlead.gateway.dataplane.Pusher;
import dev.fairlead.gateway.dataplane.Refusal;
import dev.fairlead.gateway.dataplane.Sample;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;
import org.xbill.DNS.Update;

/** One name server obeying plans by dynamic updates. */
final class Rfc2136DataPlane implements DataPlane<Holdings> {

    private final String name;
    private final Zones zones;
    private final Primary primary;
    private final PerPlan<Optional<Holdings.Part>> parts = new PerPlan<>(this::part);

    /** What each zone says of this gateway as the one that pushes; a zone that is not in it has to say nothing. */
    private final Map<Name, PusherMark> marks = new HashMap<>();

    /** What is still to be asked about the last change. */
    private List<Record> unasked = List.of();

    Rfc2136DataPlane(String name, Rfc2136Settings settings) {
        this.name = name;
        this.zones = Zones.of(settings.zones());
        this.primary = new Primary(settings.address(), new TsigKeyFile(settings.keyFile()));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String kind() {
        return "rfc2136";
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(false, Weights.SUBSET_ONLY, false);
    }

    @Override
    public List<String> shortfalls(List<RoutingPlan> plans) {
        return Shortfall.inWords(
                parts(plans).stream().map(Holdings.Part::shortfall).toList());
    }

    @Override
    public boolean shared() {
        return true;
    }

    @Override
    public void claim(Pusher pusher, Holdings desired, @Nullable Holdings before) {
        Set<Name> touched = desired.changedFrom(before == null ? Holdings.NONE : before).stream()
                .flatMap(host -> zones.of(host).stream())
                .collect(Collectors.toCollection(TreeSet::new));
        if (!touched.isEmpty()) {
            try (Conversation conversation = primary.open()) {
                touched.forEach(zone -> marks.put(zone, claimed(conversation, zone, pusher)));
            }
        }
    }

    private static PusherMark claimed(Conversation conversation, Name zone, Pusher pusher) {
        PusherMark written = conversation.mark(zone).orElse(null);
        if (written != null) {
            pusher.requireAhead(written.pusher());
            if (written.pusher().equals(pusher)) {
                return written;
            }
        }
        PusherMark mark = new PusherMark(pusher, 0);
        Update update = new Update(zone);
        update.addRecord(PusherMark.premise(zone, written), Section.PREREQ);
        update.replace(mark.in(zone));
        if (!conversation.update(update)) {
            conversation.mark(zone).map(PusherMark::pusher).ifPresent(pusher::requireAhead);
            throw new DataPlaneException(
                    "%s was written by another hand: remove it, unless that was another gateway just now"
                            .formatted(PusherMark.name(zone)));
        }
        return mark;
    }

    @Override
    public Holdings desired(List<RoutingPlan> plans) {
        return Holdings.desired(parts(plans));
    }

    private List<Holdings.Part> parts(List<RoutingPlan> plans) {
        return parts.of(plans).stream().flatMap(Optional::stream).toList();
    }

    /** Empty where Fairlead may not write to the host's zone. */
    private Optional<Holdings.Part> part(RoutingPlan plan) {
        Name host = Zones.name(plan.host());
        return zones.include(host) ? Optional.of(Holdings.Part.of(host, plan)) : Optional.empty();
    }

    @Override
    public Set<String> names(Holdings state) {
        return state.names();
    }

    @Override
    public Holdings keeping(Holdings desired, Set<String> names, Holdings before) {
        return desired.keeping(names, before);
    }

    @Override
    public Holdings observe() {
        List<Record> records = new ArrayList<>();
        zones.names().forEach(zone -> records.addAll(primary.records(zone)));
        return Holdings.observed(records);
    }

    @Override
    public Applied<Holdings> apply(Holdings desired, Holdings before) {
        Change change = Change.between(before, desired, zones);
        SortedMap<Name, String> refused = new TreeMap<>(change.refusals());
        if (!change.byZone().isEmpty()) {
            try (Conversation conversation = primary.open()) {
                change.byZone().forEach((zone, hosts) -> refused.putAll(Delivery.of(hosts, conversation, zone, marks)));
            }
        }
        return refused.isEmpty()
                ? Applied.whole(desired)
                : new Applied<>(
                        desired.except(refused, before),
                        refused.entrySet().stream()
                                .map(host -> new Refusal(host.getKey().toString(), host.getValue()))
                                .toList());
    }

    /** Of many that changed a sample is asked for, and the others once that is right. */
    @Override
    public void verify(Holdings desired, Holdings before) {
        Sample<Record> sample = Sample.of(questions(desired, before));
        unasked = sample.rest();
        ask(sample.first(), desired);
        if (desired.equals(before)) {
            settle(desired);
        }
    }

    @Override
    public void settle(Holdings obeyed) {
        List<Record> rest = unasked;
        unasked = List.of();
        ask(rest, obeyed);
    }

    private static List<Record> questions(Holdings desired, Holdings before) {
        List<Record> questions = new ArrayList<>();
        for (Name host : desired.toAsk(before)) {
            questions.add(Record.newRecord(host, Type.A, DClass.IN));
            if (has(desired, host, Type.AAAA) || has(before, host, Type.AAAA)) {
                questions.add(Record.newRecord(host, Type.AAAA, DClass.IN));
            }
        }
        return questions;
    }

    private void ask(List<Record> questions, Holdings desired) {
        if (questions.isEmpty()) {
            return;
        }
        try (Conversation conversation = primary.open()) {
            List<Message> answers = conversation.answers(questions);
            for (int i = 0; i < answers.size(); i++) {
                verify(questions.get(i), answers.get(i), desired);
            }
        }
    }

    private static boolean has(Holdings holdings, Name host, int type) {
        return !holdings.host(host).rrset(type).records().isEmpty();
    }

    private void verify(Record question, Message answer, Holdings desired) {
        String asked = "%s %s".formatted(Type.string(question.getType()), question.getName());
        if (answer.getRcode() != Rcode.NOERROR && answer.getRcode() != Rcode.NXDOMAIN) {
            throw new DataPlaneException(
                    "DNS at %s answers %s for %s".formatted(primary.address(), Rcode.string(answer.getRcode()), asked));
        }
        Set<Record> answered = Set.copyOf(answer.getSection(Section.ANSWER));
        Set<Record> decided =
                desired.host(question.getName()).rrset(question.getType()).records();
        if (!answered.equals(decided)) {
            throw new DataPlaneException(
                    "%s is answered %s; decided was %s".formatted(asked, shown(answered), shown(decided)));
        }
    }

    private static List<String> shown(Set<Record> records) {
        return records.stream().map(Record::rdataToString).sorted().toList();
    }
}
