package io.ctxagent.samples.grpcdeadline;

import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ClientCalls;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A shop asks the stock service, in this JVM for once, how many chairs there are, and then lamps. Neither says a word about
 * deadlines to gRPC.
 */
public final class GrpcDeadline {

    private GrpcDeadline() {}

    public static void main(String[] args) throws Exception {
        InetSocketAddress free = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        Stock stock = new Stock();
        Server server = NettyServerBuilder.forAddress(free)
                .addService(stock.service())
                .build()
                .start();
        ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", server.getPort())
                .usePlaintext()
                .build();
        // Connects and loads what both ends need, which may take longer than a request has.
        System.out.println("shop: chairs in stock: "
                + ClientCalls.blockingUnaryCall(channel, Stock.COUNT, CallOptions.DEFAULT, "chair"));
        try (CancelScope request =
                Context.background().withTimeout(Duration.ofSeconds(2)).named("GET /lamp")) {
            System.out.println("shop: a request has 2 s");
            System.out.println("shop: lamps in stock: "
                    + request.call(
                            () -> ClientCalls.blockingUnaryCall(channel, Stock.COUNT, CallOptions.DEFAULT, "lamp")));
        } catch (StatusRuntimeException e) {
            stock.awaitIdle();
            System.out.println("shop: " + e.getStatus().getCode());
        } finally {
            channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
            server.shutdownNow().awaitTermination();
        }
    }
}
