package io.ctxagent.boot;

import java.io.FileDescriptor;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * Whether the far end of a connection has closed or reset it, asked of the kernel by {@code poll} with {@code POLLRDHUP}:
 * nothing is read, and a request that waits in the socket stays there. {@code sun.nio.ch.Net.poll(FileDescriptor, int, long)} and
 * {@code SocketChannelImpl.getFD()} are the same on JDK 17, 21 and 25; the agent opens the package first. The event is
 * Linux's own.
 */
final class HangUps {

    /** {@code <poll.h>} of Linux on each architecture that the JDK runs on. */
    private static final int POLLERR = 0x8;

    private static final int POLLHUP = 0x10;
    private static final int POLLRDHUP = 0x2000;

    private static final @Nullable MethodHandle POLL;
    private static final @Nullable MethodHandle DESCRIPTOR;

    static {
        MethodHandle poll = null;
        MethodHandle descriptor = null;
        try {
            if ("Linux".equals(System.getProperty("os.name"))) {
                Class<?> net = Class.forName("sun.nio.ch.Net", true, null);
                poll = MethodHandles.privateLookupIn(net, MethodHandles.lookup())
                        .findStatic(
                                net,
                                "poll",
                                MethodType.methodType(int.class, FileDescriptor.class, int.class, long.class));
                Class<?> channel = Class.forName("sun.nio.ch.SocketChannelImpl", true, null);
                descriptor = MethodHandles.privateLookupIn(channel, MethodHandles.lookup())
                        .findVirtual(channel, "getFD", MethodType.methodType(FileDescriptor.class))
                        .asType(MethodType.methodType(FileDescriptor.class, SocketChannel.class));
            }
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            poll = null;
        }
        POLL = poll;
        DESCRIPTOR = descriptor;
    }

    private HangUps() {}

    /** Whether it can be asked here. */
    static boolean available() {
        return POLL != null && DESCRIPTOR != null;
    }

    /** Whether the client is gone. False also where that is not known. */
    static boolean on(SocketChannel channel) throws Throwable {
        MethodHandle poll = POLL;
        MethodHandle descriptor = DESCRIPTOR;
        if (poll == null || descriptor == null || !channel.isOpen()) {
            return false;
        }
        FileDescriptor fd = (FileDescriptor) descriptor.invokeExact(channel);
        if (!fd.valid()) {
            return false;
        }
        int events = (int) poll.invokeExact(fd, POLLRDHUP, 0L);
        // One that was closed meanwhile is the server's own doing; its number may be another connection's by now.
        return (events & (POLLRDHUP | POLLHUP | POLLERR)) != 0 && channel.isOpen();
    }
}
