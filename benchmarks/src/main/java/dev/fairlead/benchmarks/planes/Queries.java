package dev.fairlead.benchmarks.planes;

import dev.fairlead.quickstart.geo.DemoPlaces;
import dev.fairlead.quickstart.geo.DemoPlaces.DemoPlace;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.xbill.DNS.ClientSubnetOption;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** What resolvers of all places ask, each query for one application and one network of clients. */
final class Queries {

    private static final int COUNT = 20_000;
    private static final int PAYLOAD = 1_232;
    private static final int PREFIX = 24;

    private Queries() {}

    /** Writes them as dnsperf reads them: each message behind its length. */
    static void write(Path file, int applications, long seed) {
        Random random = new Random(seed);
        List<DemoPlace> places = DemoPlaces.all().stream()
                .filter(place -> place.network().address() instanceof Inet4Address)
                .toList();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < COUNT; i++) {
            DemoPlace place = places.get(random.nextInt(places.size()));
            byte[] query = query(random.nextInt(applications), network(place, random));
            out.write(query.length >> 8);
            out.write(query.length);
            out.writeBytes(query);
        }
        try {
            Files.write(file, out.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    /** One of the networks of a place. */
    private static InetAddress network(DemoPlace place, Random random) {
        byte[] bytes = place.network().address().getAddress();
        if (place.network().prefix() < PREFIX) {
            bytes[2] = (byte) random.nextInt(256);
        }
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of %d bytes".formatted(bytes.length), e);
        }
    }

    private static byte[] query(int application, InetAddress network) {
        try {
            Message query = Message.newQuery(
                    Record.newRecord(Name.fromString(Atlas.host(application) + "."), Type.A, DClass.IN));
            query.addRecord(
                    new OPTRecord(PAYLOAD, 0, 0, 0, List.of(new ClientSubnetOption(PREFIX, 0, network))),
                    Section.ADDITIONAL);
            return query.toWire();
        } catch (TextParseException e) {
            throw new IllegalArgumentException("no name", e);
        }
    }
}
