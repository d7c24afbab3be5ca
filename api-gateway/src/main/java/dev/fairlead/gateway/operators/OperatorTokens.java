package dev.fairlead.gateway.operators;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Who is behind a token. Only hashes are known here: whoever reads them can call nothing. */
final class OperatorTokens {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,62}");
    private static final String SCHEME = "Bearer ";

    private final Map<String, byte[]> hashes = new TreeMap<>();

    /** @param hashes SHA-256 in hex by the operator's name, which ends up in headers and in history */
    OperatorTokens(Map<String, String> hashes) {
        hashes.forEach((name, hash) -> {
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException(
                        "operator name '%s' is not 1 to 63 letters, digits, dots, hyphens, underscores and @"
                                .formatted(name));
            }
            if (!hash.matches("[0-9a-fA-F]{64}")) {
                throw new IllegalArgumentException(
                        "the token hash of operator %s is not a SHA-256 of 64 hex digits".formatted(name));
            }
            this.hashes.put(name, HexFormat.of().parseHex(hash));
        });
    }

    /** The operator whom an {@code Authorization} header belongs to; takes equally long for every wrong one. */
    Optional<String> operator(String authorization) {
        if (!authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Optional.empty();
        }
        byte[] shown = sha256(authorization.substring(SCHEME.length()).strip());
        String found = null;
        for (Map.Entry<String, byte[]> known : hashes.entrySet()) {
            if (MessageDigest.isEqual(known.getValue(), shown)) {
                found = known.getKey();
            }
        }
        return Optional.ofNullable(found);
    }

    static String hash(String token) {
        return HexFormat.of().formatHex(sha256(token));
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
