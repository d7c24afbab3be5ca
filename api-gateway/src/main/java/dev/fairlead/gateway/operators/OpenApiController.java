package dev.fairlead.gateway.operators;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.fairlead.service.caller.ServiceToken;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springdoc.webmvc.api.OpenApiWebMvcResource;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** All that operators can call, in one document, put together from what each service says of itself at this moment. */
@Hidden
@RestController
class OpenApiController {

    private static final Logger log = LoggerFactory.getLogger(OpenApiController.class);
    private static final String DOCUMENT = "/v3/api-docs";

    private final OpenApiWebMvcResource own;
    private final Environment environment;
    private final ServiceToken token;
    private final JsonMapper json;
    private final RestClient services;

    OpenApiController(
            OpenApiWebMvcResource own,
            Environment environment,
            ServiceToken token,
            JsonMapper json,
            ClientHttpRequestFactoryBuilder<?> clients) {
        this.own = own;
        this.environment = environment;
        this.token = token;
        this.json = json;
        this.services = UpstreamClient.create(clients);
    }

    @GetMapping(path = "/v1/openapi.json", produces = MediaType.APPLICATION_JSON_VALUE)
    JsonNode document(HttpServletRequest request) throws JsonProcessingException {
        List<OpenApiMerge.Part> parts = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (Upstream upstream : Upstream.values()) {
            try {
                parts.add(new OpenApiMerge.Part(upstream.group(), fetch(upstream)));
            } catch (RestClientException e) {
                log.debug("upstream={} document=missing", upstream.service(), e);
                missing.add(upstream.service());
            }
        }
        parts.add(new OpenApiMerge.Part("gateway", json.readTree(own.openapiJson(request, DOCUMENT, Locale.ENGLISH))));
        return OpenApiMerge.merge(parts, missing, Upstream::anyExposes);
    }

    private JsonNode fetch(Upstream upstream) {
        byte[] document = services.get()
                .uri(OperatorsConfiguration.address(environment, upstream) + DOCUMENT)
                .header(HttpHeaders.AUTHORIZATION, token.authorization())
                .retrieve()
                .body(byte[].class);
        return document == null ? json.createObjectNode() : json.readTree(document);
    }
}
