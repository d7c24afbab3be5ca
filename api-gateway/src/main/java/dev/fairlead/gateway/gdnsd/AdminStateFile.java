package dev.fairlead.gateway.gdnsd;

import dev.fairlead.gateway.dataplane.DurableFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The file on disk; gdnsd finds it changed by itself. Bytes are read as Latin-1, so that all of them survive. */
final class AdminStateFile {

    private final DurableFile file;

    AdminStateFile(Path file) {
        this.file = new DurableFile(file.toAbsolutePath(), StandardCharsets.ISO_8859_1);
    }

    /** Empty where there is no file, which says the same. */
    AdminState read() {
        return new AdminState(file.read().orElse(""));
    }

    /** All or nothing, also when the power goes. Refuses when another hand was faster. */
    void replace(AdminState before, AdminState next) {
        file.replace(before.text(), next.text());
    }
}
