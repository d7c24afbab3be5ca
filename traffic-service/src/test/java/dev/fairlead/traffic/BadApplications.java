package dev.fairlead.traffic;

import static dev.fairlead.traffic.TrafficServiceIT.WEST;
import static dev.fairlead.traffic.TrafficServiceIT.application;

import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Bodies of an application {@code bad} that have to be refused: title, body, status, code and pointer to the field. */
final class BadApplications {

    private BadApplications() {}

    static Stream<Arguments> refused() {
        String good = application("bad", "{}");
        return Stream.of(
                bad(good.replace("us-west", "atlantis"), 422, "UNKNOWN_DATA_CENTER", "/spec/pools/1/dataCenter"),
                bad(weights("{\"atlantis\": 1}"), 422, "UNKNOWN_DATA_CENTER", "/spec/steering/weights/atlantis"),
                bad(weights("{\"spare\": 1}"), 422, "NO_POOL_THERE", "/spec/steering/weights/spare"),
                bad(
                        application("bad", "{\"failover\": [\"us-east\", \"atlantis\"]}"),
                        422,
                        "UNKNOWN_DATA_CENTER",
                        "/spec/steering/failover/1"),
                bad(weights("{\"us-east\": 0, \"us-west\": 0}"), 422, "INVALID_VALUE", "/spec/steering/weights"),
                bad(spec("\"dependsOn\": [\"nobody\"]"), 422, "UNKNOWN_APPLICATION", "/spec/dependsOn/0"),
                bad(spec("\"dependsOn\": [\"bad\"]"), 422, "DEPENDENCY_CYCLE", "/spec/dependsOn/0"),
                bad(
                        good.replace("\"dataCenter\": \"us-west\"", "\"minimumUp\": 2, \"dataCenter\": \"us-west\""),
                        422,
                        "MINIMUM_TOO_HIGH",
                        "/spec/pools/1/minimumUp"),
                bad(
                        spec("\"demand\": {\"perSecond\": {\"UK\": 5}}"),
                        422,
                        "UNKNOWN_AUDIENCE",
                        "/spec/demand/perSecond/UK"),
                bad(spec("\"demand\": {\"perSecond\": {\"US\": -5}}"), 422, "INVALID_VALUE", "/spec/demand/perSecond"),
                bad(spec("\"demand\": {}"), 422, "INVALID_VALUE", "/spec/demand/perSecond"),
                bad(spec("\"demand\": {\"observed\": false}"), 422, "INVALID_VALUE", "/spec/demand/perSecond"),
                bad(uptime("\"99.999\""), 422, "UNKNOWN_OBJECTIVE", "/spec/uptime/objective"),
                bad(uptime("99"), 422, "UNKNOWN_OBJECTIVE", "/spec/uptime/objective"),
                bad(uptime("\"\\u0000\""), 422, "UNKNOWN_OBJECTIVE", "/spec/uptime/objective"),
                bad(uptime("[\"99.9\"]"), 422, "INVALID_VALUE", "/spec/uptime/objective"),
                bad(uptime("null"), 422, "INVALID_VALUE", "/spec/uptime/objective"),
                bad(
                        good.replace(
                                "\"endpoints\": [\"" + WEST, "\"capacityPerSecond\": 9, \"endpoints\": [\"" + WEST),
                        422,
                        "CAPACITY_WITHOUT_DEMAND",
                        "/spec/pools/1/capacityPerSecond"),
                bad(
                        recovery("{\"rampPercent\": [50, 10]}"),
                        422,
                        "INVALID_VALUE",
                        "/spec/steering/recovery/rampPercent"),
                bad(
                        recovery("{\"window\": {\"from\": \"05:00\", \"to\": \"03:00\"}}"),
                        422,
                        "INVALID_VALUE",
                        "/spec/steering/recovery/window/to"),
                bad(
                        recovery("{\"window\": {\"from\": \"03:00\", \"to\": \"05:00\", \"zone\": \"Mars/Here\"}}"),
                        422,
                        "INVALID_VALUE",
                        "/spec/steering/recovery/window/zone"),
                bad(check("{\"kind\": \"ping\"}"), 422, "INVALID_VALUE", "/spec/healthCheck/kind"),
                bad(check("{\"host\": \"a b\"}"), 422, "INVALID_VALUE", "/spec/healthCheck/host"),
                bad(check("{\"headers\": {\"X:\": \"y\"}}"), 422, "INVALID_VALUE", "/spec/healthCheck/headers"),
                bad(
                        check("{\"headers\": {\"X\": \"y\\r\\nZ: z\"}}"),
                        422,
                        "INVALID_VALUE",
                        "/spec/healthCheck/headers"),
                bad(
                        check("{\"expect\": {\"statuses\": [\"2xx\"]}}"),
                        422,
                        "INVALID_VALUE",
                        "/spec/healthCheck/expect/statuses"),
                bad(
                        check("{\"expect\": {\"statuses\": [\"300-200\"]}}"),
                        422,
                        "INVALID_VALUE",
                        "/spec/healthCheck/expect/statuses"),
                bad(check("{\"expect\": {\"body\": \"\"}}"), 422, "INVALID_VALUE", "/spec/healthCheck/expect/body"),
                bad(check("{\"kind\": \"postgresql\", \"tls\": {}}"), 422, "INVALID_VALUE", "/spec/healthCheck/tls"),
                bad(
                        check("{\"tls\": {\"minimumDaysLeft\": -1}}"),
                        422,
                        "INVALID_VALUE",
                        "/spec/healthCheck/tls/minimumDaysLeft"),
                bad(check("{\"slowMs\": 501}"), 422, "INVALID_VALUE", "/spec/healthCheck/slowMs"),
                bad(
                        check("{\"errorRate\": {\"percent\": 0}}"),
                        422,
                        "INVALID_VALUE",
                        "/spec/healthCheck/errorRate/percent"),
                bad(
                        check("{\"holdDown\": {\"firstMs\": 5000, \"mostMs\": 4000}}"),
                        422,
                        "INVALID_VALUE",
                        "/spec/healthCheck/holdDown/mostMs"),
                bad(weights("{\"us-east\": -1}"), 422, "INVALID_VALUE", "/spec/steering/weights"),
                bad(good.replace("bad.example.com", "no host"), 422, "INVALID_HOST", "/spec/host"),
                bad(good.replace("bad.example.com", "192.0.2.1"), 422, "INVALID_HOST", "/spec/host"),
                bad(good.replace("bad.example.com", "localhost"), 422, "INVALID_HOST", "/spec/host"),
                bad(good.replace("bad.example.com", "\\u0000.example.com"), 422, "INVALID_HOST", "/spec/host"),
                bad(good.replace("bad.example.com", "taken.example.com"), 422, "HOST_TAKEN", "/spec/host"),
                bad(weights("{\"us-east\": 0.9}"), 422, "INVALID_VALUE", "/spec/steering/weights/us-east"),
                bad(weights("{\"us-east\": null}"), 422, "INVALID_VALUE", "/spec/steering/weights"),
                bad(weights("{\"us-east\": 99999999999}"), 422, "INVALID_VALUE", "/spec/steering/weights/us-east"),
                bad(good.replace("\"" + WEST + "\"", "null"), 422, "INVALID_VALUE", "/spec/pools/1/endpoints"),
                bad(audience("UK"), 422, "UNKNOWN_COUNTRY", "/spec/steering/audiences/0/countries/0"),
                bad(
                        audience("DE").replace("europe", "eu\\u0000"),
                        422,
                        "INVALID_VALUE",
                        "/spec/steering/audiences/0/name"),
                bad(good.replace("{}", "[]"), 422, "INVALID_VALUE", "/spec/steering"),
                bad("[]", 422, "INVALID_VALUE", ""),
                bad("null", 400, "UNREADABLE_BODY", ""),
                forbidden("100.100.100.200:80"),
                forbidden("127.0.0.1:80"),
                forbidden("[::1]:80"),
                forbidden("[::ffff:127.0.0.1]:80"),
                forbidden("[::ffff:169.254.169.254]:80"),
                forbidden("169.254.169.254:80"),
                forbidden("[fd00:ec2::254]:80"),
                forbidden("[fe80::1]:80"),
                forbidden("224.0.0.1:80"),
                forbidden("[ff02::1]:80"),
                forbidden("0.0.0.0:80"),
                forbidden("[::]:80"),
                bad(good.replace(WEST, "example.com:80"), 422, "INVALID_VALUE", "/spec/pools/1/endpoints/0"),
                bad(good.replace("us-west", "us-east"), 422, "DUPLICATE_POOL", "/spec/pools/1/dataCenter"),
                bad(good.replace("[\"" + WEST + "\"]", "[]"), 422, "NO_ENDPOINTS", "/spec/pools/1/endpoints"),
                bad(
                        "{\"kind\": \"Application\", \"metadata\": {\"name\": \"bad\"},"
                                + " \"spec\": {\"host\": \"bad.example.com\", \"pools\": []}}",
                        422,
                        "NO_POOLS",
                        "/spec/pools"),
                bad(
                        application(
                                "bad",
                                "{\"audiences\": [{\"name\": \"a\", \"countries\": [\"DE\"]},"
                                        + " {\"name\": \"a\", \"countries\": [\"FR\"]}]}"),
                        422,
                        "DUPLICATE_AUDIENCE",
                        "/spec/steering/audiences/1/name"),
                bad(
                        application("bad", "{\"audiences\": [{\"name\": \"everyone\", \"countries\": [\"DE\"]}]}"),
                        422,
                        "RESERVED_NAME",
                        "/spec/steering/audiences/0/name"),
                bad(
                        good.replace(
                                "\"steering\"",
                                "\"data\": {\"database\": \"orders\", \"stalenessBudgetMs\": -1}, \"steering\""),
                        422,
                        "INVALID_VALUE",
                        "/spec/data/stalenessBudgetMs"),
                bad(good.replace("\"host\"", "\"colour\": 1, \"host\""), 422, "UNKNOWN_FIELD", "/spec/colour"),
                bad(good.replace("\"name\": \"bad\"", "\"name\": \"other\""), 422, "NAME_MISMATCH", "/metadata/name"),
                bad(good.replace("Application", "Database"), 422, "WRONG_KIND", "/kind"),
                bad("{\"kind\": \"Application\", \"metadata\": {\"name\": \"bad\"}}", 422, "INVALID_VALUE", "/spec"),
                bad("{\"kind\": ", 400, "UNREADABLE_BODY", ""),
                bad("kind: \"unclosed", 400, "UNREADABLE_BODY", ""),
                bad("kind: Application\nmetadata: {name: bad, colour: 1}", 422, "UNKNOWN_FIELD", "/metadata/colour"),
                bad(bomb(), 422, "", ""),
                bad(good + " ".repeat(10_000_000), 413, "BODY_TOO_LARGE", ""));
    }

    private static String weights(String weights) {
        return application("bad", "{\"weights\": %s}".formatted(weights));
    }

    private static String recovery(String recovery) {
        return application("bad", "{\"recovery\": %s}".formatted(recovery));
    }

    private static String check(String check) {
        return spec("\"healthCheck\": " + check);
    }

    private static String uptime(String objective) {
        return spec("\"uptime\": {\"objective\": %s}".formatted(objective));
    }

    private static String spec(String field) {
        return application("bad", "{}").replace("\"spec\": {", "\"spec\": {" + field + ", ");
    }

    private static String audience(String country) {
        return application(
                "bad", "{\"audiences\": [{\"name\": \"europe\", \"countries\": [\"%s\"]}]}".formatted(country));
    }

    private static Arguments forbidden(String address) {
        return bad(
                application("bad", "{}").replace(WEST, address), 422, "FORBIDDEN_ADDRESS", "/spec/pools/1/endpoints/0");
    }

    private static Arguments bad(String body, int status, String code, String pointer) {
        return Arguments.of(body.length() > 2_000 ? body.substring(0, 100) : body, body, status, code, pointer);
    }

    /** Billion laughs: each anchor names the one before it ten times. */
    private static String bomb() {
        StringBuilder yaml = new StringBuilder("kind: Application\nmetadata: {name: bad}\nspec:\n  a0: &a0 [x, x]\n");
        for (int i = 1; i < 30; i++) {
            yaml.append("  a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ", ").repeat(10) + "x"));
        }
        return yaml.toString();
    }
}
