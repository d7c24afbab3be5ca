package dev.fairlead.gateway.envoy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.gateway.choice.Clientele;
import dev.fairlead.testing.servers.Ports;
import java.io.IOException;
import java.net.Socket;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;

class XdsServersTests {

    private final int port = Ports.next();
    private final XdsServers servers = new XdsServers(new DefaultSslBundleRegistry());

    @AfterEach
    void close() {
        servers.close();
    }

    @Test
    void oneServerServesAllGroupsOfAnAddressFromTheFirstToTheLast() {
        XdsServer first = servers.join("one", settings("one", null));
        XdsServer second = servers.join("two", settings("two", null));

        assertThat(second).isSameAs(first);
        first.leave("one");
        assertThat(listens()).isTrue();
        second.leave("two");
        assertThat(listens()).isFalse();
    }

    @Test
    void opensAnewWhereTheLastGroupLeft() {
        XdsServer before = servers.join("one", settings("one", null));
        before.leave("one");
        XdsServer after = servers.join("one", settings("one", null));

        assertThat(after).isNotSameAs(before);
        assertThat(listens()).isTrue();
    }

    @Test
    void refusesAGroupThatAnotherDataPlaneHasAndAnotherBundleAtTheSameAddress() {
        servers.join("one", settings("group", null));

        assertThatThrownBy(() -> servers.join("two", settings("group", null)))
                .hasMessageContaining("two: another data plane at")
                .hasMessageContaining("has the node group group too");
        assertThatThrownBy(() -> servers.join("three", settings("three", "edge")))
                .hasMessageContaining("has the xds-bundle null, not edge");
        assertThat(listens()).isTrue();
    }

    private EnvoySettings settings(String group, @Nullable String bundle) {
        return new EnvoySettings("127.0.0.1", port, bundle, group, 10_000, Clientele.ANYWHERE, List.of());
    }

    private boolean listens() {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }
}
