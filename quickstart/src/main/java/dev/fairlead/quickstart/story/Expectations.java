package dev.fairlead.quickstart.story;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.quickstart.control.RunningDemo;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What the founding story promises, as pure comparisons of pictures. */
final class Expectations {

    /** Sampling error allowed: three standard deviations, which a true split passes 997 times of 1,000. */
    private static final double DEVIATIONS = 3;

    private Expectations() {}

    /** Every client got an answer. */
    static Expectation everyoneAnswered(Picture picture) {
        String first = picture.unanswered().values().stream()
                .findFirst()
                .map(reason -> ", such as: " + reason)
                .orElse("");
        return new Expectation(
                picture.unanswered().isEmpty(),
                "%s answers every client network (%d, %d without an answer%s)"
                        .formatted(
                                picture.seenBy(),
                                picture.dataCenters().size(),
                                picture.unanswered().size(),
                                first));
    }

    /** Each client is at the closest of these data centers. */
    static Expectation closest(Picture picture, Collection<Client> clients, List<RunningDemo.Site> sites) {
        Map<String, DataCenterName> wrong = new TreeMap<>();
        for (Client client : clients) {
            DataCenterName expected = sites.stream()
                    .min(Comparator.comparingDouble(site -> Distance.km(client.location(), site.location())))
                    .orElseThrow()
                    .dataCenter();
            DataCenterName seen = picture.dataCenters().get(client);
            if (seen != null && !seen.equals(expected)) {
                wrong.put(client.country() + " " + client.network(), seen);
            }
        }
        return new Expectation(
                wrong.isEmpty(),
                "%s sends users outside the split to the closest data center (%d networks, %d elsewhere%s): %s"
                        .formatted(
                                picture.seenBy(),
                                clients.size(),
                                wrong.size(),
                                wrong.isEmpty()
                                        ? ""
                                        : ", such as "
                                                + wrong.entrySet().iterator().next(),
                                byCountry(picture, clients)));
    }

    private static String byCountry(Picture picture, Collection<Client> clients) {
        Map<String, List<Client>> countries =
                clients.stream().collect(Collectors.groupingBy(Client::country, TreeMap::new, Collectors.toList()));
        return countries.entrySet().stream()
                .map(country -> country.getKey() + " → "
                        + String.join(
                                "+",
                                picture.counts(country.getValue()).keySet().stream()
                                        .map(DataCenterName::value)
                                        .toList()))
                .collect(Collectors.joining(", "));
    }

    /**
     * The clients are split as intended, within sampling error.
     *
     * @param intended basis points of each data center that should get some
     */
    static Expectation split(Picture picture, Collection<Client> clients, Map<DataCenterName, Integer> intended) {
        Map<DataCenterName, Long> counts = picture.counts(clients);
        long all = counts.values().stream().mapToLong(Long::longValue).sum();
        boolean held = all > 0 && intended.keySet().containsAll(counts.keySet());
        StringBuilder text = new StringBuilder();
        for (Map.Entry<DataCenterName, Integer> entry : new TreeMap<>(intended).entrySet()) {
            double share = entry.getValue() / 10_000.0;
            double seen = all == 0 ? 0 : counts.getOrDefault(entry.getKey(), 0L) / (double) all;
            double allowed = DEVIATIONS * Math.sqrt(share * (1 - share) / Math.max(1, all));
            held &= Math.abs(seen - share) <= allowed + 1e-9;
            text.append(text.isEmpty() ? "" : ", ")
                    .append(String.format(
                            Locale.ROOT,
                            "%s %.1f %% (intended %.1f ± %.1f)",
                            entry.getKey(),
                            seen * 100,
                            share * 100,
                            allowed * 100));
        }
        return new Expectation(held, "%s splits %d networks of the split: %s".formatted(picture.seenBy(), all, text));
    }

    /** Nobody is at the data center, and everybody is somewhere. */
    static Expectation nobodyAt(Picture picture, DataCenterName lost) {
        long there =
                picture.dataCenters().values().stream().filter(lost::equals).count();
        long elsewhere = picture.dataCenters().size() - there;
        long all = picture.dataCenters().size() + picture.unanswered().size();
        return new Expectation(
                there == 0 && elsewhere == all && all > 0,
                String.format(
                        Locale.ROOT,
                        "%s: %.1f %% of %d networks are at other data centers than %s",
                        picture.seenBy(),
                        all == 0 ? 0 : 100.0 * elsewhere / all,
                        all,
                        lost));
    }

    /** Only those who were at the lost data center have moved. */
    static Expectation leastMovement(Picture before, Picture after, DataCenterName lost) {
        long stayed = 0;
        long moved = 0;
        for (Map.Entry<Client, DataCenterName> entry : before.dataCenters().entrySet()) {
            if (!entry.getValue().equals(lost)) {
                if (Objects.equals(entry.getValue(), after.dataCenters().get(entry.getKey()))) {
                    stayed++;
                } else {
                    moved++;
                }
            }
        }
        return new Expectation(
                moved == 0,
                "%s: users whose data center was not lost stayed where they were (%d stayed, %d moved)"
                        .formatted(after.seenBy(), stayed, moved));
    }

    /**
     * Everybody is where they were.
     *
     * @param when that was, in words
     */
    static Expectation asBefore(String when, Picture before, Picture after) {
        Map<Client, DataCenterName> changed = new HashMap<>(after.dataCenters());
        changed.entrySet()
                .removeIf(entry -> entry.getValue().equals(before.dataCenters().get(entry.getKey())));
        int missing = before.dataCenters().size() - after.dataCenters().size();
        return new Expectation(
                changed.isEmpty() && missing <= 0,
                "%s: the same users are at the same data centers as %s (%d of %d)"
                        .formatted(
                                after.seenBy(),
                                when,
                                after.dataCenters().size() - changed.size(),
                                before.dataCenters().size()));
    }

    /** What is left of a split when a data center is lost. */
    static Map<DataCenterName, Integer> without(Map<DataCenterName, Integer> intended, DataCenterName lost) {
        Map<DataCenterName, Integer> rest = new HashMap<>(intended);
        rest.remove(lost);
        int sum = rest.values().stream().mapToInt(Integer::intValue).sum();
        rest.replaceAll((dataCenter, share) -> share * 10_000 / sum);
        return rest;
    }
}
