package dev.fairlead.gateway.envoy;

import dev.fairlead.testing.servers.Ports;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc.AggregatedDiscoveryServiceStub;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.grpc.InsecureServerCredentials;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The real xDS server, and a way to ask it message by message. */
final class XdsUnderTest implements AutoCloseable {

    private final InetSocketAddress address = new InetSocketAddress("127.0.0.1", Ports.next());
    private final XdsServer server = new XdsServer(address, InsecureServerCredentials.create());
    private final ManagedChannel channel =
            NettyChannelBuilder.forAddress(address).usePlaintext().build();

    XdsServer server() {
        return server;
    }

    AggregatedDiscoveryServiceStub stub() {
        return AggregatedDiscoveryServiceGrpc.newStub(channel);
    }

    @Override
    public void close() {
        channel.shutdownNow();
        server.close();
    }

    /** One stream of a node that is told everything at each change. */
    static final class WholeAnswers implements StreamObserver<DiscoveryResponse> {

        private final BlockingQueue<DiscoveryResponse> answers = new LinkedBlockingQueue<>();
        private final StreamObserver<DiscoveryRequest> requests;

        WholeAnswers(XdsUnderTest xds) {
            requests = xds.stub().streamAggregatedResources(this);
        }

        void ask(DiscoveryRequest.Builder request) {
            requests.onNext(request.build());
        }

        DiscoveryResponse next() throws InterruptedException {
            return Objects.requireNonNull(answers.poll(10, TimeUnit.SECONDS), "no answer within 10 s");
        }

        /** Whether all that came was taken. */
        boolean isEmpty() {
            return answers.isEmpty();
        }

        @Override
        public void onNext(DiscoveryResponse answer) {
            answers.add(answer);
        }

        @Override
        public void onError(Throwable failure) {
            // the end of the test
        }

        @Override
        public void onCompleted() {
            // the end of the test
        }
    }
}
