package dev.fairlead.gateway.envoy;

import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;

/**
 * Puts who asks into every request of a stream. The protocol wants it in the first alone, which is what gRPC in Go and in C++
 * sends; the cache looks for it in each.
 */
final class NodeInEveryRequest implements ServerInterceptor {

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {

            private Node node = Node.getDefaultInstance();

            @Override
            @SuppressWarnings("unchecked") // a request stays a request
            public void onMessage(Q message) {
                if (!(message instanceof DiscoveryRequest request)) {
                    super.onMessage(message);
                    return;
                }
                if (request.hasNode()) {
                    node = request.getNode();
                }
                super.onMessage((Q) request.toBuilder().setNode(node).build());
            }
        };
    }
}
