package dev.fairlead.traffic.steering;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.traffic.AudienceShares;
import dev.fairlead.contracts.traffic.Standing;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Says in words what each step of a decision came to. */
final class StepWords {

    private StepWords() {}

    static List<String> gates(List<Candidate> candidates) {
        List<String> said = new ArrayList<>();
        for (Candidate candidate : candidates) {
            String obstacles = candidate.obstacles().stream()
                    .map(obstacle -> Explanation.word(obstacle.state()) + " (" + obstacle.reason() + ")")
                    .collect(Collectors.joining(", "));
            said.add(candidate.dataCenter() + ": " + (obstacles.isEmpty() ? "nothing is in the way" : obstacles));
        }
        return said;
    }

    /** @param gated the same candidates before the drains */
    static List<String> drains(List<Candidate> gated, List<Candidate> candidates) {
        List<String> said = new ArrayList<>();
        for (int i = 0; i < gated.size(); i++) {
            Candidate candidate = candidates.get(i);
            Leaving leaving = candidate.leaving();
            if (leaving != null) {
                said.add(candidate.dataCenter() + ": " + leaving.sentence());
            } else if (candidate != gated.get(i)) {
                said.add(candidate.dataCenter() + ": "
                        + candidate.obstacles().getFirst().reason());
            }
        }
        return said;
    }

    static List<String> admission(Admission admission) {
        String names = admission.admitted().stream().map(DataCenterName::value).collect(Collectors.joining(", "));
        return List.of(names.isEmpty() ? "nobody gets users" : "users may go to " + names + admission.note());
    }

    static List<String> ramps(Map<DataCenterName, Standing.Ramp> ramps, List<AudienceShares> audiences) {
        List<String> said = new ArrayList<>();
        ramps.forEach((dataCenter, ramp) ->
                said.add("%s: %d %% of its share since %s".formatted(dataCenter, ramp.percent(), ramp.since())));
        said.addAll(shares(audiences));
        return said;
    }

    /** @param wanted what it was before */
    static List<String> capacity(Split wanted, Capacity.Filled filled, Situation situation) {
        boolean fits = filled.audiences() == wanted.audiences();
        List<String> said = new ArrayList<>(fits ? List.of() : shares(filled.audiences()));
        filled.loads()
                .forEach(load -> said.add("%s: %d of at most %d requests/s"
                        .formatted(load.dataCenter(), load.perSecond(), load.limitPerSecond())));
        situation
                .shared()
                .forEach((dataCenter, left) -> said.add(Explanation.left(dataCenter, left, situation.fleet())));
        return said;
    }

    static List<String> shares(List<AudienceShares> audiences) {
        List<String> said = new ArrayList<>();
        for (AudienceShares audience : audiences) {
            String shares = audience.shares().stream()
                    .map(share -> "%s %s %%".formatted(share.dataCenter(), percent(share.basisPoints())))
                    .collect(Collectors.joining(", "));
            said.add(audience.audience() + ": " + (shares.isEmpty() ? "nowhere" : shares));
        }
        return said;
    }

    private static String percent(int basisPoints) {
        return BigDecimal.valueOf(basisPoints, 2).stripTrailingZeros().toPlainString();
    }
}
