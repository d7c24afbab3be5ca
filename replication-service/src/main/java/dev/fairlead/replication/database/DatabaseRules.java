package dev.fairlead.replication.database;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.DatabaseName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.IpAddresses;
import dev.fairlead.contracts.Resource;
import dev.fairlead.contracts.replication.DatabaseSpec;
import dev.fairlead.service.address.ForbiddenAddresses;
import dev.fairlead.service.problem.FieldError;
import dev.fairlead.service.problem.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a database may not say, beyond what its record already refuses. */
final class DatabaseRules {

    private static final int MAX_MEMBERS = 64;
    private static final int MAX_DATABASE_NAME = 63;

    private final boolean allowLoopback;

    /**
     * @param allowLoopback whether a member may be on this machine
     */
    DatabaseRules(boolean allowLoopback) {
        this.allowLoopback = allowLoopback;
    }

    /** Refuses a resource with everything that is wrong with it. */
    void check(String name, Resource<DatabaseSpec> resource) {
        List<FieldError> errors = new ArrayList<>();
        envelope(DatabaseName.of(name), resource, errors);
        if (errors.isEmpty()) {
            spec(resource.spec(), errors);
        }
        if (!errors.isEmpty()) {
            throw Problem.invalid("INVALID_DATABASE", errors);
        }
    }

    private static void envelope(DatabaseName name, Resource<DatabaseSpec> resource, List<FieldError> errors) {
        if (!StoredDatabase.KIND.equals(resource.kind())) {
            errors.add(new FieldError("/kind", "kind is not " + StoredDatabase.KIND));
        }
        // what is read from a body can lack any part
        Resource.@Nullable Metadata metadata = resource.metadata();
        if (metadata == null || !name.value().equals(metadata.name())) {
            errors.add(new FieldError("/metadata/name", "metadata.name is not %s as in the path".formatted(name)));
        }
        @Nullable DatabaseSpec spec = resource.spec();
        if (spec == null) {
            errors.add(new FieldError("/spec", "spec is required"));
        }
    }

    private void spec(DatabaseSpec spec, List<FieldError> errors) {
        String database = spec.databaseName();
        if (database.isBlank()
                || database.length() > MAX_DATABASE_NAME
                || database.chars().anyMatch(Character::isISOControl)) {
            errors.add(new FieldError(
                    "/spec/databaseName",
                    "databaseName is empty, longer than %d characters or has control characters"
                            .formatted(MAX_DATABASE_NAME)));
        }
        if (!CredentialsName.isOne(spec.credentials())) {
            errors.add(new FieldError(
                    "/spec/credentials",
                    "credentials is not a plain name: lower-case letters, digits and inner hyphens, at most 63"));
        }
        if (spec.members().isEmpty() || spec.members().size() > MAX_MEMBERS) {
            errors.add(new FieldError("/spec/members", "members are not 1 to %d".formatted(MAX_MEMBERS)));
            return;
        }
        members(spec, errors);
        if (spec.everyMemberWrites()) {
            WriterRules.check(spec, errors);
        } else {
            TakeoverRules.check(spec, errors);
        }
    }

    private void members(DatabaseSpec spec, List<FieldError> errors) {
        List<DatabaseSpec.Member> members = spec.members();
        Set<DataCenterName> dataCenters = new HashSet<>();
        Set<EndpointAddress> addresses = new HashSet<>();
        for (int i = 0; i < members.size(); i++) {
            DatabaseSpec.Member member = members.get(i);
            String pointer = "/spec/members/" + i;
            if (!dataCenters.add(member.dataCenter())) {
                errors.add(new FieldError(
                        pointer + "/dataCenter", "%s has more than one member".formatted(member.dataCenter())));
            }
            if (!addresses.add(member.address())) {
                errors.add(
                        new FieldError(pointer + "/address", "%s is more than one member".formatted(member.address())));
            }
            reachable(pointer + "/address", member.address(), errors);
            if (!member.patroni().isEmpty() && spec.kind() != DatabaseSpec.Kind.PATRONI) {
                errors.add(new FieldError(pointer + "/patroni", "a Patroni is named though kind is not patroni"));
            }
            patroni(pointer + "/patroni/", member.patroni(), addresses, errors);
        }
    }

    private void patroni(
            String pointer, List<EndpointAddress> named, Set<EndpointAddress> addresses, List<FieldError> errors) {
        if (named.size() > MAX_MEMBERS) {
            errors.add(new FieldError(pointer + MAX_MEMBERS, "more than %d Patronis are named".formatted(MAX_MEMBERS)));
        }
        for (int i = 0; i < named.size(); i++) {
            reachable(pointer + i, named.get(i), errors);
            if (!addresses.add(named.get(i))) {
                errors.add(new FieldError(pointer + i, "%s stands twice".formatted(named.get(i))));
            }
        }
    }

    private void reachable(String pointer, EndpointAddress address, List<FieldError> errors) {
        ForbiddenAddresses.why(IpAddresses.parse(address.ip()), allowLoopback)
                .ifPresent(why -> errors.add(new FieldError(pointer, "%s is %s".formatted(address, why))));
    }
}
