package dev.fairlead.gateway.builtin.dns.direct;

import static java.util.Objects.requireNonNull;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.traffic.AudienceShares;
import dev.fairlead.contracts.traffic.Share;
import dev.fairlead.gateway.builtin.dns.answer.DnsTable;
import dev.fairlead.gateway.builtin.dns.answer.DnsTable.Host;
import dev.fairlead.gateway.builtin.dns.direct.Clients.Client;
import dev.fairlead.gateway.choice.AudienceMatch;
import dev.fairlead.gateway.choice.Place;
import dev.fairlead.gateway.choice.StickyChoice;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/**
 * A host with what its answers are made of, each made ready when it is asked for the first time. Finds a client's audience and
 * data center as {@link AudienceMatch} and {@link StickyChoice} do.
 */
final class ReadyHost {

    private final Name name;
    private final Host host;
    private final DnsTable table;
    private final Counts counts;
    private final boolean byNetwork;
    private final boolean byPlace;
    private final Map<AudienceShares, Audience> audiences = new IdentityHashMap<>();
    private final Map<String, Audience> countries = new HashMap<>();
    private final Map<String, Audience> continents = new HashMap<>();
    private final Map<DataCenterName, Target> targets = new HashMap<>();
    private @Nullable Audience everyone;
    private @Nullable Records none;

    ReadyHost(Name name, Host host, DnsTable table, Counts counts) {
        this.name = name;
        this.host = host;
        this.table = table;
        this.counts = counts;
        for (AudienceShares shares : host.audiences()) {
            Audience audience = new Audience(shares.shares());
            audiences.put(shares, audience);
            shares.countries().forEach(country -> countries.putIfAbsent(country, audience));
            shares.continents().forEach(continent -> continents.putIfAbsent(continent, audience));
            everyone = audience; // who stands last
        }
        this.byNetwork = host.audiences().stream()
                .anyMatch(audience -> !audience.networks().isEmpty());
        this.byPlace = !countries.isEmpty() || !continents.isEmpty();
    }

    /** @param prefix as {@link AudienceMatch} has it */
    record Match(Audience audience, int prefix) {}

    /** The client's audience; absent: there are none. */
    @Nullable Match match(Client client) {
        Audience others = everyone;
        if (others == null) {
            return null;
        }
        if (byNetwork) {
            AudienceMatch match = AudienceMatch.of(host.audiences(), client.address(), same -> client.place())
                    .orElseThrow();
            return new Match(requireNonNull(audiences.get(match.shares())), match.prefix());
        }
        return byPlace
                ? new Match(audience(client.place(), others), client.place().prefix())
                : new Match(others, 0);
    }

    private Audience audience(Place place, Audience others) {
        Audience found = place.country() == null ? null : countries.get(place.country());
        if (found == null && place.continent() != null) {
            found = continents.get(place.continent());
        }
        return found == null ? others : found;
    }

    /** What is said where nobody is sent anywhere. */
    Records none() {
        Records known = none;
        if (known == null) {
            known = Records.none(name, host, table);
            none = known;
        }
        return known;
    }

    /** Users who share a choice. */
    final class Audience {

        private final StickyChoice.Ready choice;
        private final List<Target> possible;
        private final boolean splits;

        private Audience(List<Share> shares) {
            this.choice = new StickyChoice.Ready(
                    host.application(),
                    shares.stream().filter(this::hasAddresses).toList());
            this.possible = choice.dataCenters().stream()
                    .map(dataCenter -> targets.computeIfAbsent(dataCenter, Target::new))
                    .toList();
            this.splits = StickyChoice.splits(shares);
        }

        private boolean hasAddresses(Share share) {
            return !host.addresses().getOrDefault(share.dataCenter(), List.of()).isEmpty();
        }

        /** Where the client is sent; absent: nowhere. */
        @Nullable Target target(Client client) {
            return possible.isEmpty() ? null : possible.get(choice.first(client.network()));
        }

        /** How many leading bits of the client's address its choice depends on. */
        int sticky(Client client) {
            return splits ? client.prefix() : 0;
        }
    }

    /** A data center of the host. */
    final class Target {

        private final DataCenterName dataCenter;
        private @Nullable Records four;
        private @Nullable Records six;
        private @Nullable LongAdder answers;

        private Target(DataCenterName dataCenter) {
            this.dataCenter = dataCenter;
        }

        /** Its addresses of one type, or that it has none. */
        Records records(int type) {
            Records known = type == Type.A ? four : six;
            if (known == null) {
                known = Records.of(name, host, dataCenter, type, table);
                if (type == Type.A) {
                    four = known;
                } else {
                    six = known;
                }
            }
            return known;
        }

        /** That somebody was sent there. */
        void count() {
            LongAdder counted = answers;
            if (counted == null) {
                counted = counts.of(host.application(), dataCenter);
                answers = counted;
            }
            counted.increment();
        }
    }
}
