package dev.fairlead.service.address;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.IpAddresses;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ForbiddenAddressesTests {

    @ParameterizedTest
    @CsvSource({
        "127.255.0.1,       a loopback address",
        "::1,               a loopback address",
        "::ffff:127.0.0.1,  a loopback address",
        "0.0.0.0,           an unspecified address",
        "::,                an unspecified or IPv4-compatible address",
        "::7f00:1,          an unspecified or IPv4-compatible address",
        "fe80::1,           a link-local address",
        "fec0::1,           a site-local address",
        "fd00:ec2::254,     an instance metadata address",
        "100.100.100.200,   an instance metadata address",
        "168.63.129.16,     an instance metadata address",
        "192.0.0.192,       an instance metadata address",
        "224.0.0.1,         a multicast address",
        "ff02::1,           a multicast address",
        "255.255.255.255,   a reserved or broadcast address",
        "64:ff9b::a9fe:a9fe, an IPv4 address behind NAT64",
        "2002:7f00:1::,     an IPv4 address behind 6to4"
    })
    void saysWhatIsWrongWithAnAddress(String address, String why) {
        assertThat(ForbiddenAddresses.why(IpAddresses.parse(address), false)).contains(why);
    }

    @Test
    void namesTheMetadataServiceBehindTheLinkLocalAddress() {
        assertThat(ForbiddenAddresses.why(IpAddresses.parse("169.254.169.254"), true))
                .contains("a link-local address, where clouds serve instance metadata");
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1", "192.168.1.1", "100.64.0.1", "203.0.113.9", "fd12::1", "2001:db8::1"})
    void allowsPrivateAndPublicAddresses(String address) {
        assertThat(ForbiddenAddresses.why(IpAddresses.parse(address), false)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void allowsLoopbackWhereConfigured(String address) {
        assertThat(ForbiddenAddresses.why(IpAddresses.parse(address), true)).isEmpty();
    }
}
