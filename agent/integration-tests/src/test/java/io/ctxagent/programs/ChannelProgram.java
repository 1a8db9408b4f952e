package io.ctxagent.programs;

import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What the agent leaves alone, and what it leaves behind: {@code platform|virtual}. Prints one line for each promise,
 * {@code name: kept} or what happened instead.
 */
public final class ChannelProgram {

    private ChannelProgram() {}

    private interface Promise {
        /** What happened instead; empty when it was kept. */
        String broken() throws Exception;
    }

    public static void main(String[] args) throws Exception {
        String kind = args[0];
        print("an interrupt of the user's closes a channel and is kept", () -> usersInterrupt(kind));
        print("non-blocking calls go on under a context that is done", () -> nonBlocking(kind));
        print("a datagram is not sent under a context that is done", () -> done(kind, ChannelProgram::send));
        print("SO_LINGER does not hold up who is woken", () -> lingering(kind));
        print("the action of a select is ended for itself", () -> action(kind));
        print("a transfer under a context carries the whole file", () -> transferred(kind));
        System.exit(0);
    }

    private static void print(String name, Promise promise) throws Exception {
        String broken = promise.broken();
        System.out.println(name + ": " + (broken.isEmpty() ? "kept" : broken));
    }

    /** In a thread of that kind, under {@code context}. */
    private static Running start(String kind, Context context, Promise promise) throws Exception {
        AtomicReference<String> result = new AtomicReference<>();
        CountDownLatch over = new CountDownLatch(1);
        Thread thread = WakeProgram.thread(kind, () -> {
            try {
                result.set(context.call(promise::broken));
            } catch (Exception e) {
                result.set(e.toString());
            }
            over.countDown();
        });
        thread.start();
        return new Running(thread, over, result);
    }

    private record Running(Thread thread, CountDownLatch over, AtomicReference<String> result) {
        String await() throws InterruptedException {
            return over.await(4, TimeUnit.SECONDS) ? result.get() : "still blocked after 4 s";
        }
    }

    private static String done(String kind, Promise promise) throws Exception {
        CancelScope scope = Context.background().withCancel();
        scope.cancel();
        return start(kind, scope.context(), promise).await();
    }

    private static String usersInterrupt(String kind) throws Exception {
        ChannelPair pair = new ChannelPair(false);
        CancelScope scope = Context.background().withCancel();
        Running running = start(kind, scope.context(), () -> {
            try {
                pair.near.read(ByteBuffer.allocate(1));
                return "read something";
            } catch (ClosedByInterruptException e) {
                return Thread.interrupted() ? "" : "the interrupt is gone";
            }
        });
        WakeProgram.awaitBlocked(running.thread(), "SocketChannelImpl.read");
        running.thread().interrupt();
        return running.await();
    }

    private static String nonBlocking(String kind) throws Exception {
        ChannelPair pair = new ChannelPair(false);
        pair.near.configureBlocking(false);
        return done(kind, () -> nonBlocking(pair));
    }

    private static String nonBlocking(ChannelPair pair) throws Exception {
        if (pair.near.read(ByteBuffer.allocate(1)) != 0 || pair.near.write(ByteBuffer.allocate(1)) != 1) {
            return "a socket channel";
        }
        ServerSocketChannel server = ServerSocketChannel.open().bind(LoopbackChannels.loopback());
        server.configureBlocking(false);
        DatagramChannel datagrams = DatagramChannel.open().bind(LoopbackChannels.loopback());
        datagrams.configureBlocking(false);
        if (server.accept() != null || datagrams.receive(ByteBuffer.allocate(1)) != null) {
            return "a server or a datagram channel";
        }
        SocketChannel connecting = SocketChannel.open();
        connecting.configureBlocking(false);
        connecting.connect(server.getLocalAddress());
        Selector selector = Selector.open();
        pair.near.register(selector, SelectionKey.OP_WRITE);
        if (selector.selectNow() != 1 || selector.selectNow(key -> {}) != 1) {
            return "selectNow";
        }
        Path file = Files.createTempFile("lock", "");
        try (FileChannel channel =
                        FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
                FileLock lock = channel.tryLock()) {
            return lock == null ? "tryLock" : "";
        }
    }

    private static String send() throws Exception {
        try (DatagramSocket socket = new DatagramSocket(LoopbackChannels.loopback())) {
            try {
                socket.send(new DatagramPacket(new byte[1], 1, socket.getLocalSocketAddress()));
                return "sent";
            } catch (SocketException e) {
                return socket.isClosed() ? "the socket was closed" : "";
            }
        }
    }

    private static String lingering(String kind) throws Exception {
        ChannelPair pair = new ChannelPair(false);
        pair.near.setOption(StandardSocketOptions.SO_LINGER, 30);
        pair.near.configureBlocking(false);
        ByteBuffer much = ByteBuffer.allocate(1 << 20);
        while (pair.near.write(much.clear()) > 0) {
            Thread.onSpinWait();
        }
        pair.near.configureBlocking(true);
        CancelScope scope = Context.background().withCancel();
        Running running = start(kind, scope.context(), () -> {
            try {
                pair.near.read(ByteBuffer.allocate(1));
                return "read something";
            } catch (ClosedChannelException e) {
                return pair.near.isOpen() ? "not closed" : "";
            }
        });
        WakeProgram.awaitBlocked(running.thread(), "SocketChannelImpl.read");
        scope.cancel();
        String result = running.await();
        pair.far.close();
        return result;
    }

    /** The action waits on a channel of its own; a wake-up of the selector would not end that. */
    private static String action(String kind) throws Exception {
        Pipe ready = Pipe.open();
        ready.source().configureBlocking(false);
        Selector selector = Selector.open();
        ready.source().register(selector, SelectionKey.OP_READ);
        ready.sink().write(ByteBuffer.allocate(1));
        ChannelPair pair = new ChannelPair(false);
        CancelScope scope = Context.background().withCancel();
        String[] ended = {""};
        Running running = start(kind, scope.context(), () -> {
            selector.select(key -> {
                try {
                    pair.near.read(ByteBuffer.allocate(1));
                    ended[0] = "read something";
                } catch (Exception e) {
                    ended[0] = e instanceof ClosedChannelException ? "" : e.toString();
                }
            });
            return ended[0];
        });
        WakeProgram.awaitBlocked(running.thread(), "SocketChannelImpl.read");
        scope.cancel();
        return running.await();
    }

    /** More than one buffer, more than the connection holds, and a part that is behind the end of the file. */
    private static String transferred(String kind) throws Exception {
        byte[] content = new byte[3_000_001];
        new Random(7).nextBytes(content);
        Path path = Files.createTempFile("transfer", "");
        Files.write(path, content);
        try (FileChannel file = FileChannel.open(path)) {
            ChannelPair pair = new ChannelPair(false);
            Running sends = start(kind, Context.background().withCancel().context(), () -> {
                long sent = 0;
                while (sent < content.length) {
                    sent += file.transferTo(sent, Long.MAX_VALUE, pair.near);
                }
                pair.near.close();
                return sent == content.length && file.transferTo(sent + 1, 1, pair.far) == 0 ? "" : "sent " + sent;
            });
            byte[] arrived = Channels.newInputStream(pair.far).readAllBytes();
            return Arrays.equals(arrived, content) ? sends.await() : "arrived: " + arrived.length + " bytes";
        } finally {
            Files.delete(path);
        }
    }
}
