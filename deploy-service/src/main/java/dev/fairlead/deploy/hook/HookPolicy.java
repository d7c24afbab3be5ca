package dev.fairlead.deploy.hook;

import dev.fairlead.service.address.ForbiddenAddresses;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Locale;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Which URLs may be called for an operator: a hook must not become a way to what only this machine can reach. Asked when
 * a rollout is ordered and again before each call, since a name may point elsewhere by then; the JVM caches what it
 * looked up, so that the call goes to the address that was checked.
 */
@Component
public final class HookPolicy {

    private final boolean allowLoopback;

    public HookPolicy(@Value("${fairlead.deploy.allow-loopback:false}") boolean allowLoopback) {
        this.allowLoopback = allowLoopback;
    }

    /** The URL, if it may be called; otherwise an {@link IllegalArgumentException} says why not. */
    public URI allowed(String url) {
        URI uri = parsed(url);
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new IllegalArgumentException("a hook is an http or https URL");
        }
        if (uri.getHost() == null || uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException("a hook names a host, and has no user, password or fragment");
        }
        for (InetAddress address : addresses(uri.getHost())) {
            refuse(address);
        }
        return uri;
    }

    private static URI parsed(String url) {
        try {
            return new URI(url);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("a hook is an http or https URL: " + e.getReason(), e);
        }
    }

    private static InetAddress[] addresses(String host) {
        try {
            return InetAddress.getAllByName(host);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("the hook's host '%s' is not known".formatted(host), e);
        }
    }

    private void refuse(InetAddress address) {
        ForbiddenAddresses.why(address, allowLoopback).ifPresent(why -> {
            throw new IllegalArgumentException("the hook's address %s is %s".formatted(address.getHostAddress(), why));
        });
    }
}
