package io.ctxagent.programs;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.Channels;
import java.nio.channels.DatagramChannel;
import java.nio.channels.FileChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** Blocking calls of channels. One that was blocked has closed its channel; one that failed fast has not. */
final class ChannelCases {

    /** The families of this file and of those that it hands on to. */
    static final List<String> FAMILIES = List.of("datagram", "channel", "selector", "filelock", "pipe");

    private static final int MUCH = 16 << 20;

    private final List<BlockingCase> cases = new ArrayList<>();
    private final boolean closes;

    private ChannelCases(boolean closes) {
        this.closes = closes;
    }

    /** @param trigger what will end the calls; nothing may be closed where the context is done before the call */
    static List<BlockingCase> of(String family, String trigger) throws Exception {
        return switch (family) {
            case "datagram" -> DatagramCases.all();
            case "channel" -> new ChannelCases(!List.of("done", "overdue").contains(trigger)).channels();
            case "selector" -> SelectorCases.all();
            case "filelock" -> FileLockCases.all();
            case "pipe" -> PipeCases.all();
            default -> throw new IllegalArgumentException(family);
        };
    }

    private List<BlockingCase> channels() throws Exception {
        reads(false);
        reads(true);
        writes(false);
        writes(true);
        connects();
        accepts();
        datagrams();
        pipes();
        secondReader();
        transfers();
        return cases;
    }

    private void add(String name, String frame, Channel channel, BlockingCase.Call call, BlockingCase.Call release) {
        cases.add(new BlockingCase(name, frame, call, quietly(release), () -> state(channel)));
    }

    /** A write that has written a part says so, and the one after it fails fast: closed or not, both are right. */
    private void addWrite(
            String name, String frame, Channel channel, BlockingCase.Call call, BlockingCase.Call release) {
        cases.add(new BlockingCase(name, frame, call, quietly(release), () -> closes ? "" : state(channel)));
    }

    private String state(Channel channel) {
        return channel.isOpen() == closes ? "the channel is " + (closes ? "still open" : "closed") : "";
    }

    static Runnable quietly(BlockingCase.Call call) {
        return () -> {
            try {
                call.run();
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
        };
    }

    private void reads(boolean unix) throws IOException {
        String name = unix ? "SocketChannel(unix)" : "SocketChannel";
        String frame = "SocketChannelImpl.read";
        Pair one = new Pair(unix);
        add(name + ".read", frame, one.near, () -> one.near.read(ByteBuffer.allocate(9)), one::send);
        Pair direct = new Pair(unix);
        add(
                name + ".read(direct)",
                frame,
                direct.near,
                () -> direct.near.read(ByteBuffer.allocateDirect(9)),
                direct::send);
        Pair many = new Pair(unix);
        ByteBuffer[] buffers = {ByteBuffer.allocate(9), ByteBuffer.allocate(9)};
        add(name + ".read(buffers)", frame, many.near, () -> many.near.read(buffers), many::send);
        Pair some = new Pair(unix);
        ByteBuffer[] more = {ByteBuffer.allocate(9), ByteBuffer.allocate(9)};
        add(name + ".read(buffers,0,2)", frame, some.near, () -> some.near.read(more, 0, 2), some::send);
        Pair stream = new Pair(unix);
        InputStream in = Channels.newInputStream(stream.near);
        add(name + " stream", "InputStream.read", stream.near, in::read, stream::send);
        if (!unix) {
            streams(0);
            streams(3_600_000);
        }
    }

    private void streams(int soTimeout) throws IOException {
        Pair pair = new Pair(false);
        Socket socket = pair.near.socket();
        socket.setSoTimeout(soTimeout);
        InputStream in = socket.getInputStream();
        add(
                "SocketChannel.socket read " + soTimeout,
                "SocketChannelImpl.blockingRead",
                pair.near,
                in::read,
                pair::send);
    }

    private void writes(boolean unix) throws IOException {
        String name = unix ? "SocketChannel(unix)" : "SocketChannel";
        String frame = "SocketChannelImpl.write";
        Pair one = new Pair(unix);
        addWrite(name + ".write", frame, one.near, () -> fill(one.near), one::drain);
        Pair many = new Pair(unix);
        addWrite(name + ".write(buffers)", frame, many.near, () -> fill(many.near, many.near::write), many::drain);
        Pair some = new Pair(unix);
        addWrite(
                name + ".write(buffers,0,2)",
                frame,
                some.near,
                () -> fill(some.near, buffers -> some.near.write(buffers, 0, 2)),
                some::drain);
        if (!unix) {
            Pair stream = new Pair(false);
            add(
                    "SocketChannel.socket write",
                    "SocketChannelImpl.blockingWriteFully",
                    stream.near,
                    () -> stream.near.socket().getOutputStream().write(new byte[MUCH]),
                    stream::drain);
        }
    }

    /** A write returns when it has written something; the next one blocks. */
    private static void fill(SocketChannel channel) throws IOException {
        while (channel.isOpen()) {
            channel.write(ByteBuffer.allocate(MUCH));
        }
    }

    private interface Gathering {
        long write(ByteBuffer[] buffers) throws IOException;
    }

    private static void fill(Channel channel, Gathering gathering) throws IOException {
        while (channel.isOpen()) {
            gathering.write(new ByteBuffer[] {ByteBuffer.allocate(MUCH), ByteBuffer.allocate(1)});
        }
    }

    private void connects() throws IOException {
        Full first = new Full();
        SocketChannel connecting = SocketChannel.open();
        add(
                "SocketChannel.connect",
                "SocketChannelImpl.connect",
                connecting,
                () -> connecting.connect(first.address()),
                first::acceptAll);
        Full second = new Full();
        SocketChannel pending = SocketChannel.open();
        pending.configureBlocking(false);
        pending.connect(second.address());
        pending.configureBlocking(true);
        add(
                "SocketChannel.finishConnect",
                "SocketChannelImpl.finishConnect",
                pending,
                pending::finishConnect,
                second::acceptAll);
        Full third = new Full();
        SocketChannel timed = SocketChannel.open();
        add(
                "SocketChannel.socket connect",
                "SocketChannelImpl.blockingConnect",
                timed,
                () -> timed.socket().connect(third.address(), 3_600_000),
                third::acceptAll);
    }

    private void accepts() throws IOException {
        String frame = "ServerSocketChannelImpl.accept";
        ServerSocketChannel server = listening(false);
        add("ServerSocketChannel.accept", frame, server, server::accept, () -> SocketChannel.open(address(server)));
        ServerSocketChannel unix = listening(true);
        add("ServerSocketChannel(unix).accept", frame, unix, unix::accept, () -> SocketChannel.open(address(unix)));
        ServerSocketChannel adapted = listening(false);
        adapted.socket().setSoTimeout(3_600_000);
        add(
                "ServerSocketChannel.socket accept",
                "ServerSocketChannelImpl.blockingAccept",
                adapted,
                () -> adapted.socket().accept(),
                () -> SocketChannel.open(address(adapted)));
    }

    private void datagrams() throws IOException {
        DatagramChannel receiving = DatagramChannel.open().bind(loopback());
        add(
                "DatagramChannel.receive",
                "DatagramChannelImpl.receive",
                receiving,
                () -> receiving.receive(ByteBuffer.allocate(9)),
                () -> DatagramChannel.open().send(ByteBuffer.allocate(1), receiving.getLocalAddress()));
        datagramRead("", channel -> channel.read(ByteBuffer.allocate(9)));
        datagramRead("(buffers)", channel -> channel.read(new ByteBuffer[] {ByteBuffer.allocate(9)}));
        datagramRead("(buffers,0,1)", channel -> channel.read(new ByteBuffer[] {ByteBuffer.allocate(9)}, 0, 1));
    }

    private interface Use<C> {
        void of(C channel) throws IOException;
    }

    private void datagramRead(String form, Use<DatagramChannel> read) throws IOException {
        DatagramChannel reading = DatagramChannel.open().bind(loopback());
        DatagramChannel peer = DatagramChannel.open().bind(loopback()).connect(reading.getLocalAddress());
        reading.connect(peer.getLocalAddress());
        add(
                "DatagramChannel.read" + form,
                "DatagramChannelImpl.read",
                reading,
                () -> read.of(reading),
                () -> peer.write(ByteBuffer.allocate(1)));
    }

    private void pipes() throws IOException {
        pipeRead("", source -> source.read(ByteBuffer.allocate(9)));
        pipeRead("(buffers)", source -> source.read(new ByteBuffer[] {ByteBuffer.allocate(9)}));
        pipeRead("(buffers,0,1)", source -> source.read(new ByteBuffer[] {ByteBuffer.allocate(9)}, 0, 1));
        pipeWrite("", sink -> sink.write(ByteBuffer.allocate(1 << 20)));
        pipeWrite("(buffers)", sink -> sink.write(new ByteBuffer[] {ByteBuffer.allocate(1 << 20)}));
        pipeWrite("(buffers,0,1)", sink -> sink.write(new ByteBuffer[] {ByteBuffer.allocate(1 << 20)}, 0, 1));
    }

    private void pipeRead(String form, Use<Pipe.SourceChannel> read) throws IOException {
        Pipe empty = Pipe.open();
        add(
                "Pipe.SourceChannel.read" + form,
                "SourceChannelImpl.read",
                empty.source(),
                () -> read.of(empty.source()),
                () -> empty.sink().write(ByteBuffer.allocate(1)));
    }

    private void pipeWrite(String form, Use<Pipe.SinkChannel> write) throws IOException {
        Pipe full = Pipe.open();
        addWrite(
                "Pipe.SinkChannel.write" + form,
                "SinkChannelImpl.write",
                full.sink(),
                () -> {
                    while (full.sink().isOpen()) {
                        write.of(full.sink());
                    }
                },
                () -> full.source().close());
    }

    private void transfers() throws IOException {
        FileChannel file = file(MUCH);
        Pair sent = new Pair(false);
        addWrite(
                "SocketChannel filled by transferTo",
                "FileChannelImpl.transferTo",
                sent.near,
                () -> transferAll(file, sent.near),
                sent::drain);
        Pair unix = new Pair(true);
        addWrite(
                "SocketChannel(unix) filled by transferTo",
                "FileChannelImpl.transferTo",
                unix.near,
                () -> transferAll(file, unix.near),
                unix::drain);
        Pipe pipe = Pipe.open();
        addWrite(
                "Pipe.SinkChannel filled by transferTo",
                "FileChannelImpl.transferTo",
                pipe.sink(),
                () -> transferAll(file, pipe.sink()),
                () -> pipe.source().close());
        Pair received = new Pair(false);
        FileChannel into = file(0);
        add(
                "SocketChannel.read by transferFrom",
                "FileChannelImpl.transferFrom",
                received.near,
                () -> into.transferFrom(received.near, 0, 9),
                () -> received.far.close());
    }

    private static void transferAll(FileChannel file, WritableByteChannel target) throws IOException {
        for (long done = 0; done < MUCH; ) {
            done += file.transferTo(done, MUCH - done, target);
        }
    }

    private static FileChannel file(int length) throws IOException {
        Path path = Files.createTempFile("channel", "");
        path.toFile().deleteOnExit();
        FileChannel file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
        if (length > 0) {
            file.write(ByteBuffer.allocate(1), length - 1);
        }
        return file;
    }

    /** Waits for a thread that reads the same channel under no context: the close has to come from outside. */
    private void secondReader() throws IOException {
        Pair pair = new Pair(false);
        Cases.daemon(() -> {
            try {
                pair.near.read(ByteBuffer.allocate(9));
            } catch (IOException e) {
                // Closed under it, as the contract of a channel has it.
            }
        });
        add(
                "SocketChannel.read behind another",
                "SocketChannelImpl.read",
                pair.near,
                () -> pair.near.read(ByteBuffer.allocate(9)),
                () -> {
                    pair.send();
                    pair.far.close();
                });
    }

    static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private static SocketAddress address(ServerSocketChannel server) throws IOException {
        return server.getLocalAddress();
    }

    private static ServerSocketChannel listening(boolean unix) throws IOException {
        if (!unix) {
            return ServerSocketChannel.open().bind(loopback(), 5);
        }
        Path directory = Files.createTempDirectory("channel");
        directory.toFile().deleteOnExit();
        Path path = directory.resolve("s");
        path.toFile().deleteOnExit();
        return ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(path));
    }

    /** Two ends of one connection. */
    static final class Pair {
        final SocketChannel near;
        final SocketChannel far;

        Pair(boolean unix) throws IOException {
            try (ServerSocketChannel server = listening(unix)) {
                near = SocketChannel.open(address(server));
                far = server.accept();
            }
        }

        void send() throws IOException {
            far.write(ByteBuffer.allocate(1));
        }

        void drain() {
            Cases.daemon(() -> {
                far.configureBlocking(true);
                ByteBuffer buffer = ByteBuffer.allocate(1 << 20);
                for (int seen = 0; seen < MUCH; buffer.clear()) {
                    seen += far.read(buffer);
                }
                far.close();
            });
        }
    }

    /** A server whose backlog is full: the next connection stays in the kernel until somebody accepts. */
    private static final class Full {
        final ServerSocketChannel server = ServerSocketChannel.open().bind(loopback(), 1);
        final List<SocketChannel> waiting = new ArrayList<>();

        Full() throws IOException {
            boolean connected = true;
            while (connected) {
                SocketChannel next = SocketChannel.open();
                next.configureBlocking(false);
                waiting.add(next);
                connected = next.connect(address()) || settled(next);
            }
        }

        private static boolean settled(SocketChannel channel) throws IOException {
            long deadline = System.nanoTime() + 50_000_000;
            while (System.nanoTime() < deadline) {
                if (channel.finishConnect()) {
                    return true;
                }
                Thread.onSpinWait();
            }
            return false;
        }

        SocketAddress address() throws IOException {
            return server.getLocalAddress();
        }

        void acceptAll() {
            Cases.daemon(() -> {
                while (true) {
                    server.accept();
                }
            });
        }
    }
}
