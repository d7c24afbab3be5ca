package dev.fairlead.gateway.operators;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class OpenApiMergeTests {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final OpenApiMerge.Part traffic = part("traffic", """
            {"openapi": "3.1.0", "info": {"title": "x"},
             "tags": [{"name": "plans"}],
             "paths": {
               "/v1/plans": {"get": {"operationId": "list", "responses": {"200": {"content": {"application/json": {
                 "schema": {"$ref": "#/components/schemas/Plans"}}}}}}},
               "/v1/applications/{name}": {
                 "summary": "kept out: not an operation",
                 "put": {"operationId": "put", "responses": {"200": {}, "400": {"description": "the service's own"}}}}},
             "components": {"schemas": {
               "Plans": {"properties": {"items": {"items": {"$ref": "#/components/schemas/Check"}}}},
               "Check": {"type": "string"},
               "Unused": {"type": "string"}}}}""");

    private final OpenApiMerge.Part health = part("health", """
            {"tags": [{"name": "plans"}, {"name": "verdicts"}],
             "paths": {
               "/v1/verdicts": {"get": {"operationId": "list", "responses": {"200": {"content": {"application/json": {
                 "schema": {"$ref": "#/components/schemas/Verdicts"}}}}}}},
               "/v1/checks": {"post": {"operationId": "check", "requestBody": {"content": {"application/json": {
                 "schema": {"$ref": "#/components/schemas/CheckRequest"}}}}}}},
             "components": {"schemas": {
               "Verdicts": {"properties": {"items": {"items": {"$ref": "#/components/schemas/Check"}}}},
               "Check": {"type": "object"},
               "CheckRequest": {"type": "object"}}}}""");

    private final JsonNode merged =
            OpenApiMerge.merge(List.of(traffic, health), List.of("deploy-service"), Upstream::anyExposes);

    @Test
    void keepsExposedOperationsOfAllServicesAndNothingElse() {
        assertThat(merged.path("paths").propertyNames())
                .containsExactly("/v1/applications/{name}", "/v1/plans", "/v1/verdicts");
        assertThat(merged.at("/paths/~1v1~1applications~1{name}").propertyNames())
                .containsExactly("put");
    }

    @Test
    void keepsBothOfTwoSchemasWithOneName() {
        assertThat(merged.at("/components/schemas").propertyNames())
                .containsExactlyInAnyOrder("Problem", "Plans", "Check", "Verdicts", "HealthCheck");
        assertThat(merged.at("/components/schemas/Check/type").asString()).isEqualTo("string");
        assertThat(merged.at("/components/schemas/HealthCheck/type").asString()).isEqualTo("object");
        assertThat(merged.at("/components/schemas/Verdicts/properties/items/items/$ref")
                        .asString())
                .isEqualTo("#/components/schemas/HealthCheck");
    }

    @Test
    void sharesASchemaThatTwoServicesDeclareAlike() {
        JsonNode twice = OpenApiMerge.merge(
                List.of(traffic, new OpenApiMerge.Part("deploy", traffic.document())), List.of(), (m, p) -> true);

        assertThat(twice.at("/components/schemas").propertyNames())
                .containsExactlyInAnyOrder("Problem", "Plans", "Check");
    }

    @Test
    void givesEveryOperationAnIdOfItsOwn() {
        assertThat(merged.at("/paths/~1v1~1plans/get/operationId").asString()).isEqualTo("trafficList");
        assertThat(merged.at("/paths/~1v1~1verdicts/get/operationId").asString())
                .isEqualTo("healthList");
    }

    @Test
    void declaresTheRefusalsOfEachOperation() {
        assertThat(merged.at("/paths/~1v1~1plans/get/responses").propertyNames())
                .containsExactlyInAnyOrder("200", "400", "401", "404", "503");
        assertThat(merged.at("/paths/~1v1~1applications~1{name}/put/responses").propertyNames())
                .containsExactlyInAnyOrder("200", "400", "401", "404", "409", "412", "413", "422", "503");
        assertThat(merged.at("/paths/~1v1~1applications~1{name}/put/responses/400/$ref")
                        .asString())
                .isEqualTo("#/components/responses/Problem400");
        assertThat(merged.at("/components/responses/Problem400/content/application~1problem+json/schema/$ref")
                        .asString())
                .isEqualTo("#/components/schemas/Problem");
    }

    @Test
    void asksForAnOperatorsTokenEverywhere() {
        assertThat(merged.at("/openapi").asString()).isEqualTo("3.1.0");
        assertThat(merged.at("/components/securitySchemes/operator/scheme").asString())
                .isEqualTo("bearer");
        assertThat(merged.at("/security/0").propertyNames()).containsExactly("operator");
    }

    @Test
    void namesTheServicesThatAreMissing() {
        assertThat(merged.path("x-fairlead-missing").path(0).asString()).isEqualTo("deploy-service");
        assertThat(OpenApiMerge.merge(List.of(), List.of(), (m, p) -> true).has("x-fairlead-missing"))
                .isFalse();
    }

    private static OpenApiMerge.Part part(String name, String document) {
        return new OpenApiMerge.Part(name, JSON.readTree(document));
    }
}
