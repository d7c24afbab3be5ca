package dev.fairlead.gateway.relay;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.InputStreamEntity;
import org.jspecify.annotations.Nullable;

/** The body of a request, passed on while it comes in. */
public final class RequestBody {

    private RequestBody() {}

    /** Absent when the request has none, which differs from an empty one. */
    public static @Nullable HttpEntity of(HttpServletRequest request) throws IOException {
        boolean announced =
                request.getHeader("Content-Length") != null || request.getHeader("Transfer-Encoding") != null;
        return announced ? new InputStreamEntity(request.getInputStream(), request.getContentLengthLong(), null) : null;
    }
}
