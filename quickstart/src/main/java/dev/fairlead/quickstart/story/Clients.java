package dev.fairlead.quickstart.story;

import dev.fairlead.contracts.Network;
import dev.fairlead.contracts.traffic.Location;
import dev.fairlead.places.PlaceDatabase;
import dev.fairlead.quickstart.geo.DemoPlaces;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The users of the stories: client networks in the demo's places, many where a split has to be seen. */
final class Clients {

    /** Of each place whose users are split; three such places make 540 networks. */
    private static final int OF_A_SPLIT_PLACE = 180;

    private static final int OF_ANOTHER_PLACE = 4;
    private static final int CLIENT_PREFIX = 24;

    private Clients() {}

    static List<Client> all(Collection<String> splitCountries) {
        return DemoPlaces.all().stream()
                .flatMap(place ->
                        clients(place, splitCountries.contains(place.place().country())))
                .toList();
    }

    private static Stream<Client> clients(DemoPlaces.DemoPlace demo, boolean split) {
        PlaceDatabase.Place place = demo.place();
        Location location = new Location(place.latitude(), place.longitude());
        Network network = demo.network();
        boolean large = network.address().getAddress().length == 4 && network.prefix() < CLIENT_PREFIX;
        int wanted = split ? OF_A_SPLIT_PLACE : OF_ANOTHER_PLACE;
        int count = large ? Math.min(wanted, 1 << (CLIENT_PREFIX - network.prefix())) : 1;
        return IntStream.range(0, count)
                .mapToObj(i -> new Client(large ? part(network, i) : network, place.country(), location));
    }

    private static Network part(Network network, int index) {
        byte[] bytes = network.address().getAddress();
        bytes[1] |= (byte) (index >> 8);
        bytes[2] |= (byte) index;
        try {
            return new Network(InetAddress.getByAddress(bytes), CLIENT_PREFIX);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of %d bytes".formatted(bytes.length), e);
        }
    }
}
