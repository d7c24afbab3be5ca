package dev.fairlead.gateway.builtin.dns.direct;

import dev.fairlead.gateway.builtin.dns.answer.DnsTable;
import dev.fairlead.gateway.builtin.dns.answer.DnsTable.Host;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;

/** The hosts of a table by the bytes of their names: a hash table with open addresses, at most half full. */
final class ReadyHosts {

    private final DnsTable table;
    private final Counts counts;
    private final @Nullable Known[] known;

    ReadyHosts(DnsTable table, Counts counts) {
        this.table = table;
        this.counts = counts;
        this.known = new Known[Integer.highestOneBit(table.hosts().size() | 1) * 4];
        table.hosts().forEach((name, host) -> put(new Known(name, host)));
    }

    private static final class Known {

        private final Name name;
        private final Host host;
        private final byte[] bytes;
        private @Nullable ReadyHost ready;

        private Known(Name name, Host host) {
            this.name = name;
            this.host = host;
            this.bytes = name.toWireCanonical();
        }
    }

    private void put(Known one) {
        int at = first(CommonQuery.hash(one.bytes));
        while (known[at] != null) {
            at = next(at);
        }
        known[at] = one;
    }

    /** The host that is asked for; absent: it is none. */
    @Nullable ReadyHost find(CommonQuery query) {
        int at = first(query.hash());
        for (Known one = known[at]; one != null; one = known[at]) {
            if (query.asksFor(one.bytes)) {
                return ready(one);
            }
            at = next(at);
        }
        return null;
    }

    private ReadyHost ready(Known one) {
        ReadyHost ready = one.ready;
        if (ready == null) {
            ready = new ReadyHost(one.name, one.host, table, counts);
            one.ready = ready;
        }
        return ready;
    }

    private int first(int hash) {
        return (hash ^ hash >>> 15) & known.length - 1;
    }

    private int next(int at) {
        return at + 1 & known.length - 1;
    }
}
