package io.ctxagent.programs;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A server with one method and a client of it, over the loopback. */
final class GrpcQueue implements AutoCloseable {

    /** What the method does. */
    interface Handler {
        String take(String request) throws Exception;
    }

    static final MethodDescriptor<String, String> TAKE = MethodDescriptor.<String, String>newBuilder()
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName("demo.Queue/Take")
            .setRequestMarshaller(new Text())
            .setResponseMarshaller(new Text())
            .build();

    private static final String WARM = "warm";

    private final ExecutorService handlers;
    private final Server server;
    private final ManagedChannel channel;

    GrpcQueue(boolean virtual, Handler handler) throws Exception {
        handlers = virtual
                ? (ExecutorService) Executors.class
                        .getMethod("newVirtualThreadPerTaskExecutor")
                        .invoke(null)
                : Executors.newCachedThreadPool();
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .executor(handlers)
                .addService(ServerServiceDefinition.builder("demo.Queue")
                        .addMethod(TAKE, ServerCalls.asyncUnaryCall((request, answers) -> {
                            try {
                                answers.onNext(request.equals(WARM) ? WARM : handler.take(request));
                                answers.onCompleted();
                            } catch (Exception e) {
                                // The client is gone: nobody hears it.
                                answers.onError(e);
                            }
                        }))
                        .build())
                .build()
                .start();
        channel = NettyChannelBuilder.forAddress("127.0.0.1", server.getPort())
                .usePlaintext()
                .build();
    }

    /** A call that is answered at once: the first one loads a thousand classes, which takes longer than many a deadline. */
    void warmUp() {
        ClientCalls.blockingUnaryCall(channel, TAKE, CallOptions.DEFAULT, WARM);
    }

    String ask(CallOptions options) {
        return ClientCalls.blockingUnaryCall(channel, TAKE, options, "x");
    }

    Future<String> askLater(CallOptions options) {
        return ClientCalls.futureUnaryCall(channel.newCall(TAKE, options), "x");
    }

    @Override
    public void close() {
        channel.shutdownNow();
        server.shutdownNow();
        handlers.shutdownNow();
    }

    private static final class Text implements MethodDescriptor.Marshaller<String> {

        @Override
        public InputStream stream(String value) {
            return new ByteArrayInputStream(value.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String parse(InputStream stream) {
            try {
                return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
