package dev.fairlead.gateway.operators;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;

/**
 * The operators' token hashes on disk, one line each: name, hash, created. When there is no such file yet, the first
 * token is made and left beside it for whoever installed the gateway to take away; it is never logged.
 */
final class OperatorTokenFile {

    private static final String FIRST_OPERATOR = "operator";
    private static final FileAttribute<Set<PosixFilePermission>> ONLY_OWNER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path hashes;
    private final Path firstToken;

    OperatorTokenFile(Path directory) {
        hashes = directory.resolve("operator-tokens");
        firstToken = directory.resolve("operator-token");
    }

    /** The hashes by name; makes the first token when there are none. */
    Map<String, String> readOrCreate(Instant now) {
        try {
            if (!Files.exists(hashes)) {
                create(now);
            }
            return read();
        } catch (IOException e) {
            throw new IllegalStateException("cannot keep the operators' tokens in " + hashes.getParent(), e);
        }
    }

    private Map<String, String> read() throws IOException {
        Map<String, String> byName = new HashMap<>();
        for (String line : Files.readAllLines(hashes)) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            String[] fields = line.strip().split("\\s+");
            if (fields.length < 2 || byName.put(fields[0], fields[1]) != null) {
                throw new IllegalStateException(
                        "%s: a line is not a name of its own, a hash and a time".formatted(hashes));
            }
        }
        return byName;
    }

    private void create(Instant now) throws IOException {
        Files.createDirectories(hashes.toAbsolutePath().getParent());
        String token = "fairlead_%s_%s".formatted(random(4), random(32));
        // The token first: were the hash written and the token not, nobody could ever get in.
        write(firstToken, token);
        write(hashes, "%s %s %s".formatted(FIRST_OPERATOR, OperatorTokens.hash(token), now));
    }

    private static void write(Path file, String line) throws IOException {
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(draft);
        Files.createFile(draft, ONLY_OWNER);
        Files.writeString(draft, line + "\n");
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String random(int bytes) {
        byte[] drawn = new byte[bytes];
        new SecureRandom().nextBytes(drawn);
        return HexFormat.of().formatHex(drawn);
    }
}
