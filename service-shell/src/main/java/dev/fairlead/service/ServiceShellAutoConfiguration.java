package dev.fairlead.service;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.fairlead.service.caller.Actor;
import dev.fairlead.service.caller.ServiceToken;
import dev.fairlead.service.caller.ServiceTokenFilter;
import dev.fairlead.service.intake.BodyLimitFilter;
import dev.fairlead.service.intake.KnownParameters;
import dev.fairlead.service.json.LenientJson;
import dev.fairlead.service.problem.ProblemWriter;
import java.time.Clock;
import java.time.InstantSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.http.converter.autoconfigure.ServerHttpMessageConvertersCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.http.converter.yaml.JacksonYamlHttpMessageConverter;
import org.springframework.web.client.support.RestClientHttpServiceGroupConfigurer;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Joins the shell to a service. */
@AutoConfiguration
@EnableConfigurationProperties(ServiceProperties.class)
@Import(ProblemConfiguration.class)
class ServiceShellAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    InstantSource clock() {
        return Clock.systemUTC();
    }

    @Bean
    ServiceToken serviceToken(ServiceProperties properties) {
        return ServiceToken.readFrom(properties.serviceTokenFile());
    }

    @Bean
    ProblemWriter problemWriter(JsonMapper json) {
        return new ProblemWriter(json);
    }

    @Bean
    @ConditionalOnProperty(name = "fairlead.callers", havingValue = "services", matchIfMissing = true)
    FilterRegistrationBean<ServiceTokenFilter> serviceTokenFilter(ServiceToken token, ProblemWriter problems) {
        var filter = new FilterRegistrationBean<>(new ServiceTokenFilter(token, problems));
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE + 100);
        return filter;
    }

    @Bean
    FilterRegistrationBean<BodyLimitFilter> bodyLimitFilter(ServiceProperties properties, ProblemWriter problems) {
        var filter = new FilterRegistrationBean<>(
                new BodyLimitFilter(properties.maxBody().toBytes(), problems));
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE + 110);
        return filter;
    }

    /** Not of actuators, which have a mapping of their own. */
    @Bean
    WebMvcConfigurer knownParameters() {
        return new WebMvcConfigurer() {
            @Override
            public void addInterceptors(InterceptorRegistry registry) {
                registry.addInterceptor(new KnownParameters());
            }
        };
    }

    /** YAML is read as strictly as JSON. */
    @Bean
    ServerHttpMessageConvertersCustomizer yamlBodies() {
        YAMLMapper yaml = YAMLMapper.builder()
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .changeDefaultPropertyInclusion(all -> all.withValueInclusion(JsonInclude.Include.NON_NULL))
                .build();
        return converters -> converters.withYamlConverter(new JacksonYamlHttpMessageConverter(yaml));
    }

    /**
     * Calls to other services carry the service token and this service's name, and read answers leniently: a service one
     * version newer may say more.
     */
    @Bean
    RestClientHttpServiceGroupConfigurer serviceClients(
            ServiceToken token, JsonMapper json, @Value("${spring.application.name}") String name) {
        JsonMapper lenient = LenientJson.of(json);
        return groups -> groups.forEachClient(
                (group, client) -> client.defaultHeader(HttpHeaders.AUTHORIZATION, token.authorization())
                        .defaultHeader(Actor.HEADER, name)
                        .configureMessageConverters(converters ->
                                converters.withJsonConverter(new JacksonJsonHttpMessageConverter(lenient))));
    }

    @Bean
    @ConditionalOnProperty(name = "fairlead.exit-with-parent", havingValue = "true")
    ParentWatch parentWatch() {
        return new ParentWatch();
    }
}
