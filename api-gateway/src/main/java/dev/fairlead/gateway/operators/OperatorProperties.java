package dev.fairlead.gateway.operators;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param stateDirectory where the first operator's token and the hashes are kept; needed unless hashes are given
 * @param operatorTokenHashes SHA-256 in hex of each operator's token, by the operator's name; where there are any, no
 *     token is made
 */
@ConfigurationProperties("fairlead.gateway")
record OperatorProperties(
        @Nullable Path stateDirectory, @DefaultValue Map<String, String> operatorTokenHashes) {}
