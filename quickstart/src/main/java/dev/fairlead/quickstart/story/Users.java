package dev.fairlead.quickstart.story;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.quickstart.client.DnsClient;
import dev.fairlead.quickstart.client.EdgeClient;
import dev.fairlead.quickstart.client.ObedienceWatch;
import dev.fairlead.quickstart.control.RunningDemo;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Stream;

/** All client networks at once: whom DNS and the edge send where. */
final class Users {

    /** Few enough that the questions do not crowd each other out on two cores. */
    private static final int AT_ONCE = 8;

    private final RunningDemo demo;
    private final String host;
    private final DnsClient dns;
    private final EdgeClient edge;

    /** @param region whose data planes they ask */
    Users(RunningDemo demo, RunningDemo.Region region, String host) {
        this.demo = demo;
        this.host = host;
        this.dns = new DnsClient(region.dns(), Duration.ofSeconds(2));
        this.edge = new EdgeClient(region.edge(), Duration.ofSeconds(5));
    }

    Pictures look(List<Client> clients) {
        return new Pictures(byDns(clients), byEdge(clients));
    }

    /** Asks DNS for one after the other of these clients whether they are sent anywhere but there. */
    ObedienceWatch watchDns(List<Client> clients, DataCenterName left) {
        return watch(clients, this::askDns, left);
    }

    /** The same at the edge. */
    ObedienceWatch watchEdge(List<Client> clients, DataCenterName left) {
        return watch(clients, this::askEdge, left);
    }

    private static ObedienceWatch watch(List<Client> clients, Function<Client, Sent> ask, DataCenterName left) {
        Iterator<Client> turns =
                Stream.generate(clients::stream).flatMap(Function.identity()).iterator();
        return new ObedienceWatch(
                () -> ask.apply(turns.next()) instanceof Sent.To(DataCenterName to) && !to.equals(left));
    }

    private Picture byDns(List<Client> clients) {
        return picture("DNS", clients, this::askDns);
    }

    private Picture byEdge(List<Client> clients) {
        return picture("edge", clients, this::askEdge);
    }

    private Sent askDns(Client client) {
        DnsClient.Answer answer = dns.ask(host, client.network());
        InetAddress address = answer.address();
        if (address == null) {
            return new Sent.Nowhere(answer.reason());
        }
        return demo.at(address).<Sent>map(Sent.To::new).orElseGet(() -> new Sent.Nowhere("unknown address " + address));
    }

    private Sent askEdge(Client client) {
        EdgeClient.Answer answer = edge.get(host, "/", client.user());
        DataCenterName dataCenter = answer.dataCenter();
        return answer.status() == 200 && dataCenter != null
                ? new Sent.To(dataCenter)
                : new Sent.Nowhere(answer.reason());
    }

    /** Places an order for a client; gives the status. */
    EdgeClient.Answer order(Client client) {
        return edge.post(host, "/orders", client.user());
    }

    /** Places a numbered order for a client, which is one however often it is placed. */
    EdgeClient.Answer order(Client client, long number) {
        return edge.post(host, "/orders?number=" + number, client.user());
    }

    /** Reads the orders for a client. */
    EdgeClient.Answer read(Client client) {
        return edge.get(host, "/orders", client.user());
    }

    private static Picture picture(String seenBy, List<Client> clients, Function<Client, Sent> ask) {
        Map<Client, DataCenterName> dataCenters = new HashMap<>();
        Map<Client, String> unanswered = new HashMap<>();
        try (ExecutorService executor =
                Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
            List<Future<Sent>> asked = new ArrayList<>();
            clients.forEach(client -> asked.add(executor.submit(() -> ask.apply(client))));
            for (int i = 0; i < clients.size(); i++) {
                switch (asked.get(i).get()) {
                    case Sent.To(DataCenterName dataCenter) -> dataCenters.put(clients.get(i), dataCenter);
                    case Sent.Nowhere(String reason) -> unanswered.put(clients.get(i), reason);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
        return new Picture(seenBy, dataCenters, unanswered);
    }

    /** Where one client was sent. */
    private sealed interface Sent {

        record To(DataCenterName dataCenter) implements Sent {}

        record Nowhere(String reason) implements Sent {}
    }
}
