package io.ctxagent.samples.grpcdeadline;

import io.ctxagent.context.Context;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The stock service. Its one method knows of chairs, and waits for a warehouse that does not answer for the rest. */
final class Stock {

    static final MethodDescriptor<String, String> COUNT = MethodDescriptor.<String, String>newBuilder()
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName("shop.Stock/Count")
            .setRequestMarshaller(new Text())
            .setResponseMarshaller(new Text())
            .build();

    private final BlockingQueue<String> warehouse = new LinkedBlockingQueue<>();
    private final CountDownLatch idle = new CountDownLatch(1);

    ServerServiceDefinition service() {
        return ServerServiceDefinition.builder("shop.Stock")
                .addMethod(COUNT, ServerCalls.asyncUnaryCall(this::count))
                .build();
    }

    private void count(String item, StreamObserver<String> answer) {
        if (item.equals("chair")) {
            answer.onNext("4");
            answer.onCompleted();
            return;
        }
        System.out.println("stock: counting under " + Context.current());
        try {
            answer.onNext(warehouse.take());
            answer.onCompleted();
        } catch (InterruptedException e) {
            System.out.println("stock: stops, nobody waits for it any more");
            answer.onError(Status.CANCELLED.asException());
        } finally {
            idle.countDown();
        }
    }

    /** Not for ever: a call whose deadline was over before it came to a thread never begins. */
    void awaitIdle() throws InterruptedException {
        idle.await(10, TimeUnit.SECONDS);
    }
}
