package dev.fairlead.gateway.gdnsd;

import static dev.fairlead.contracts.InvalidFieldException.required;

import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.InvalidFieldException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One gdnsd under {@code fairlead.data-planes.gdnsd.<name>}.
 *
 * @param adminStateFile in gdnsd's {@code state_dir}; Fairlead has to be able to write to that directory, gdnsd to read what it
 *     writes there
 * @param dnsAddress where it answers DNS by UDP, to verify what it obeys
 * @param witness an address of a resource that nobody else uses; its TTL says which of Fairlead's states gdnsd goes by
 * @param resources by application the gdnsd resource, {@code geoip/<resource>} or {@code metafo/<resource>}, whose data centers
 *     are called as Fairlead's; other applications are none of this server's business
 */
record GdnsdSettings(Path adminStateFile, EndpointAddress dnsAddress, Witness witness, Map<String, String> resources) {

    /** Those kinds whose data centers can be forced, and names that need no quotes. */
    private static final Pattern RESOURCE = Pattern.compile("(geoip|metafo)/[A-Za-z0-9_.-]+");

    private static final Pattern DATA_CENTER = Pattern.compile(RESOURCE + "/[A-Za-z0-9_.-]+");

    /**
     * @param host whose record is {@code <host> 3600000/5 DYNA metafo!fairlead}
     * @param dataCenter the only one of that resource, {@code metafo/fairlead/seen}
     */
    record Witness(String host, String dataCenter) {

        Witness(@Nullable String host, @Nullable String dataCenter) {
            this.host = required(host, "witness.host");
            this.dataCenter = required(dataCenter, "witness.data-center");
            if (!DATA_CENTER.matcher(this.dataCenter).matches()) {
                throw new InvalidFieldException(
                        "witness.data-center",
                        "'%s' is not metafo/<resource>/<data center>".formatted(this.dataCenter));
            }
        }
    }

    GdnsdSettings(
            @Nullable Path adminStateFile,
            @Nullable EndpointAddress dnsAddress,
            @Nullable Witness witness,
            @Nullable Map<String, String> resources) {
        this.adminStateFile = required(adminStateFile, "admin-state-file");
        this.dnsAddress = required(dnsAddress, "dns-address");
        this.witness = required(witness, "witness");
        this.resources = Map.copyOf(Objects.requireNonNullElse(resources, Map.of()));
        Set<String> once = new HashSet<>();
        this.resources.forEach((application, resource) -> {
            if (!RESOURCE.matcher(resource).matches()) {
                throw new InvalidFieldException(
                        "resources." + application,
                        "'%s' of %s is neither geoip/<resource> nor metafo/<resource>"
                                .formatted(resource, application));
            }
            if (!once.add(resource)) {
                throw new InvalidFieldException(
                        "resources." + application, "%s is the resource of two applications".formatted(resource));
            }
        });
    }
}
