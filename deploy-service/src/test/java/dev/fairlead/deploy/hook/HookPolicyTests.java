package dev.fairlead.deploy.hook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HookPolicyTests {

    private final HookPolicy strict = new HookPolicy(false);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://192.0.2.1/install",
                "file:///etc/passwd",
                "192.0.2.1/install",
                "http:///install",
                "http://user:secret@192.0.2.1/install",
                "http://192.0.2.1/install#fragment",
                "http://127.0.0.1:9000/install",
                "http://[::1]:9000/install",
                "http://[::ffff:127.0.0.1]/install",
                "http://localhost/install",
                "http://0.0.0.0/install",
                "http://169.254.169.254/latest/meta-data",
                "http://[fe80::1]/install",
                "http://[fd00:ec2::254]/latest/meta-data",
                "http://100.100.100.200/latest/meta-data",
                "http://[64:ff9b::a9fe:a9fe]/latest/meta-data",
                "http://224.0.0.1/install",
                "http://no-such-host.invalid/install",
                "http://white space/install"
            })
    void refusesWhatIsNoneOfAHooksBusiness(String url) {
        assertThatIllegalArgumentException().isThrownBy(() -> strict.allowed(url));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://192.0.2.1/install", "https://10.1.2.3:8443/install?dc=east", "HTTP://[2001:db8::1]/i"})
    void allowsAddressesOfDataCenters(String url) {
        assertThat(strict.allowed(url)).hasToString(url);
    }

    @Test
    void allowsLoopbackOnlyWhereConfigured() {
        assertThat(new HookPolicy(true).allowed("http://127.0.0.1:9000/install"))
                .isNotNull();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HookPolicy(true).allowed("http://169.254.169.254/latest"));
    }
}
