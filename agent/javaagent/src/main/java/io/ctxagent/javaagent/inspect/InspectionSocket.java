package io.ctxagent.javaagent.inspect;

import io.ctxagent.boot.AgentThread;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Listens for inspecting tools. At most {@value #MOST_CLIENTS} at a time, each for at most 30 seconds; each is asked who it
 * is before a byte of it is read. Threads of its own, all daemons. Thread-safe.
 */
public final class InspectionSocket {

    private static final int MOST_CLIENTS = 4;
    private static final long CLIENT_NANOS = 30_000_000_000L;
    private static final long LAST_MILLIS = 1_000;

    /** How long after a client that could not be accepted: what is missing comes back when others close files. */
    private static final long REFUSED_MILLIS = 100;

    private static final Path TEMPORARY = Path.of("/tmp");

    private final RequestHandler handler;
    private final long clientNanos;
    private final Set<Client> clients = ConcurrentHashMap.newKeySet();
    private @Nullable ServerSocketChannel server;
    private @Nullable Path directory;
    private @Nullable Thread acceptor;
    private @Nullable Thread watcher;

    public InspectionSocket(RequestHandler handler) {
        this(handler, CLIENT_NANOS);
    }

    /** @param clientNanos how long each client has */
    InspectionSocket(RequestHandler handler, long clientNanos) {
        this.handler = handler;
        this.clientNanos = clientNanos;
    }

    /**
     * Begins to listen, or goes on with it.
     *
     * @return the socket's path
     */
    public synchronized Path open() throws IOException {
        Path where = directory;
        if (where == null || server == null || !Files.exists(where.resolve("socket"))) {
            close();
            where = Files.createTempDirectory(
                    parent(), "ctx-agent-" + ProcessHandle.current().pid() + "-");
            directory = where;
            deleteAtExit(where);
            listen(where.resolve("socket"), Files.getOwner(where));
        }
        return where.resolve("socket");
    }

    private static Path parent() {
        return Files.isWritable(TEMPORARY) ? TEMPORARY : Path.of(System.getProperty("java.io.tmpdir"));
    }

    private void deleteAtExit(Path where) {
        try {
            where.toFile().deleteOnExit();
            where.resolve("socket").toFile().deleteOnExit();
        } catch (IllegalStateException e) {
            // The JVM is on its way out; the directory is empty soon and the system's to sweep.
        }
    }

    private void listen(Path socket, UserPrincipal us) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        channel.bind(UnixDomainSocketAddress.of(socket));
        server = channel;
        acceptor = new AgentThread(() -> accept(channel, us), "ctx-agent-socket");
        watcher = new AgentThread(() -> watch(channel), "ctx-agent-socket-watch");
        acceptor.start();
        watcher.start();
    }

    /** {@link #close}, and the end of all threads but the calling one: they are given a second. */
    public void shut() {
        List<Thread> threads = new ArrayList<>();
        synchronized (this) {
            close();
            threads.add(acceptor);
            threads.add(watcher);
            if (watcher != null) {
                watcher.interrupt();
            }
        }
        for (Client client : clients) {
            if (client.thread.get() != Thread.currentThread()) {
                closeQuietly(client.connection);
                threads.add(client.thread.get());
            }
        }
        try {
            for (Thread thread : threads) {
                if (thread != null) {
                    thread.join(LAST_MILLIS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void accept(ServerSocketChannel channel, UserPrincipal us) {
        while (channel.isOpen()) {
            try {
                SocketChannel connection = channel.accept();
                if (clients.size() >= MOST_CLIENTS || !Peer.isUs(connection, us)) {
                    connection.close();
                    continue;
                }
                Client client = new Client(connection, System.nanoTime() + clientNanos, new AtomicReference<>());
                clients.add(client);
                Thread thread = new AgentThread(() -> serve(client), "ctx-agent-client");
                client.thread.set(thread);
                thread.start();
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                // One client that could not be accepted; the next one may. Where no more files can be opened the same
                // one fails again, for as long as that lasts.
                if (!paused()) {
                    return;
                }
            }
        }
    }

    private static boolean paused() {
        try {
            Thread.sleep(REFUSED_MILLIS);
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    private void serve(Client client) {
        boolean last = false;
        try (SocketChannel connection = client.connection) {
            last = handler.handle(connection);
        } catch (IOException e) {
            // The tool went away, or was cut off; it knows.
        } finally {
            clients.remove(client);
        }
        if (last) {
            handler.unload();
        }
    }

    /** Cuts off clients that take too long: a blocking channel has no time-out of its own. */
    private void watch(ServerSocketChannel channel) {
        while (channel.isOpen()) {
            try {
                Thread.sleep(500);
            } catch (InterruptedException e) {
                return;
            }
            long now = System.nanoTime();
            for (Client client : clients) {
                if (now - client.untilNanos > 0) {
                    closeQuietly(client.connection);
                }
            }
        }
    }

    /** Stops listening and takes the directory away. */
    public synchronized void close() {
        ServerSocketChannel channel = server;
        Path where = directory;
        server = null;
        directory = null;
        if (channel != null) {
            closeQuietly(channel);
        }
        if (where != null) {
            where.resolve("socket").toFile().delete();
            where.toFile().delete();
        }
    }

    private static void closeQuietly(java.nio.channels.Channel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // It is closed as far as it goes.
        }
    }

    private record Client(SocketChannel connection, long untilNanos, AtomicReference<@Nullable Thread> thread) {}
}
