package io.ctxagent.javaagent.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.ctxagent.model.wire.Answer;
import io.ctxagent.model.wire.CancelReply;
import io.ctxagent.model.wire.Detached;
import io.ctxagent.model.wire.FrameReader;
import io.ctxagent.model.wire.FrameWriter;
import io.ctxagent.model.wire.Request;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What clients that mean no good, or are only slow, can take of a JVM. */
@Timeout(60)
class InspectionSocketTest {

    private static final int MOST_CLIENTS = 4;

    private final List<SocketChannel> silent = new ArrayList<>();
    private InspectionSocket socket;

    @AfterEach
    void close() throws IOException {
        for (SocketChannel each : silent) {
            each.close();
        }
        socket.shut();
    }

    @Test
    void aFifthClientIsCutOffAndServedWhenOneOfTheFourIsGone() throws Exception {
        socket = new InspectionSocket(handler(), Duration.ofMinutes(1).toNanos());
        Path path = socket.open();
        for (int i = 0; i < MOST_CLIENTS; i++) {
            silent.add(connect(path));
        }
        try (SocketChannel fifth = connect(path)) {
            assertThat(fifth.read(ByteBuffer.allocate(1))).as("end of stream").isNegative();
        }
        silent.remove(0).close();
        awaitServed(path);
    }

    @Test
    void aClientThatSaysNothingIsCutOffWhenItsTimeIsOver() throws Exception {
        socket = new InspectionSocket(handler(), Duration.ofMillis(200).toNanos());
        Path path = socket.open();
        for (int i = 0; i < MOST_CLIENTS; i++) {
            silent.add(connect(path));
        }
        for (SocketChannel each : silent) {
            assertThat(each.read(ByteBuffer.allocate(1))).as("end of stream").isNegative();
        }
        awaitServed(path);
    }

    private static void awaitServed(Path path) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> ping(path), Answer.Accepted.class::isInstance);
    }

    private static SocketChannel connect(Path path) throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(path));
    }

    private static Answer ping(Path path) throws IOException {
        try (SocketChannel channel = connect(path)) {
            new Request(Request.PING, Map.of()).write(new FrameWriter(Channels.newOutputStream(channel)));
            return Answer.read(new FrameReader(Channels.newInputStream(channel)));
        }
    }

    private static RequestHandler handler() {
        SnapshotSource nothing = (grace, stacks) -> out -> {};
        Cancelling never = (id, reason, peer, rehearse) -> new CancelReply(CancelReply.Outcome.NOT_ALLOWED);
        Detaching stays = new Detaching() {
            @Override
            public Detached detach() {
                return new Detached(0, List.of(), 0, List.of());
            }

            @Override
            public void unload() {}
        };
        return new RequestHandler(nothing, stays, never, Duration.ZERO, "0.1.0");
    }
}
