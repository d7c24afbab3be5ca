package dev.fairlead.gateway.envoy;

import dev.fairlead.contracts.EndpointAddress;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;

/** A data center: one gRPC server with the health service, that counts its calls. */
final class HealthSite implements AutoCloseable, ServerInterceptor {

    private final AtomicInteger calls = new AtomicInteger();
    private final Server server;

    HealthSite() {
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(new HealthStatusManager().getHealthService())
                .intercept(this)
                .build();
        try {
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        calls.incrementAndGet();
        return next.startCall(call, headers);
    }

    String endpoint() {
        return new EndpointAddress(InetAddress.getLoopbackAddress().getHostAddress(), server.getPort()).toString();
    }

    int calls() {
        return calls.get();
    }

    @Override
    public void close() {
        server.shutdownNow();
    }
}
