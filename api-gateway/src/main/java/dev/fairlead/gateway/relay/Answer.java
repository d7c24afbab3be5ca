package dev.fairlead.gateway.relay;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.apache.hc.client5.http.impl.classic.CloseableHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.io.CloseMode;

/**
 * A server's answer: its head, and its body as it comes. Closed before its end it breaks the connection off, because the
 * rest may be large or endless; read to its end it has given the connection back already.
 */
public final class Answer implements AutoCloseable {

    private static final int BUFFER = 16 * 1024;

    private final CloseableHttpResponse response;

    Answer(CloseableHttpResponse response) {
        this.response = response;
    }

    public int status() {
        return response.getCode();
    }

    /** In the order and the writing of the server. */
    public List<Header> headers() {
        return List.of(response.getHeaders());
    }

    /** Hands the body on; what comes in drops, such as server-sent events, goes out in drops. */
    public void copyBody(HttpServletResponse to) throws IOException {
        HttpEntity entity = response.getEntity();
        if (entity == null) {
            return;
        }
        InputStream in = entity.getContent(); // not closed here: that would read all of the rest
        OutputStream out = to.getOutputStream();
        to.flushBuffer();
        byte[] buffer = new byte[BUFFER];
        for (int got = in.read(buffer); got >= 0; got = in.read(buffer)) {
            out.write(buffer, 0, got);
            if (in.available() == 0) {
                out.flush();
            }
        }
    }

    /** The whole body; for one that is known to be short. */
    public byte[] body() throws IOException {
        HttpEntity entity = response.getEntity();
        return entity == null ? new byte[0] : entity.getContent().readAllBytes();
    }

    @Override
    public void close() {
        response.close(CloseMode.IMMEDIATE);
    }
}
