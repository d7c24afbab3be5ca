package dev.fairlead.gateway.dataplane;

import dev.fairlead.contracts.Listing;
import dev.fairlead.contracts.Resource;
import dev.fairlead.contracts.traffic.DataPlaneSpec;
import java.nio.file.Path;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The registered data planes on disk, so that a gateway that starts while nobody else answers still pushes to them. */
final class RegistrationSnapshot extends ListSnapshot<Resource<DataPlaneSpec>> {

    RegistrationSnapshot(Path directory, JsonMapper json) {
        super(directory.resolve("data-planes.json"), json, new TypeReference<Listing<Resource<DataPlaneSpec>>>() {});
    }
}
