package io.ctxagent.programs;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
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

    static final int MUCH = 16 << 20;

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
        cases.addAll(ConnectCases.all(this::closing));
        accepts();
        datagrams();
        pipes();
        secondReader();
        transfers();
        return cases;
    }

    private void add(String name, String frame, Channel channel, BlockingCase.Call call, BlockingCase.Call release) {
        cases.add(closing(name, frame, channel, call, release));
    }

    private BlockingCase closing(
            String name, String frame, Channel channel, BlockingCase.Call call, BlockingCase.Call release) {
        return new BlockingCase(name, frame, call, quietly(release), () -> state(channel));
    }

    /**
     * A write that has written a part says so, and the one after it fails fast: closed or not, both are right.
     *
     * @param small the same of what there is room for
     */
    private void addWrite(
            String name,
            String frame,
            Channel channel,
            BlockingCase.Call call,
            BlockingCase.Call release,
            BlockingCase.Call small) {
        cases.add(
                new BlockingCase(name, frame, call, quietly(release), () -> closes ? "" : state(channel)).ready(small));
    }

    /** Of the case that was added last. */
    private void ready(BlockingCase.Call call) {
        cases.set(cases.size() - 1, cases.get(cases.size() - 1).ready(call));
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
        ChannelPair one = new ChannelPair(unix);
        add(name + ".read", frame, one.near, () -> one.near.read(ByteBuffer.allocate(9)), one::send);
        ChannelPair direct = new ChannelPair(unix);
        add(
                name + ".read(direct)",
                frame,
                direct.near,
                () -> direct.near.read(ByteBuffer.allocateDirect(9)),
                direct::send);
        ChannelPair many = new ChannelPair(unix);
        ByteBuffer[] buffers = {ByteBuffer.allocate(9), ByteBuffer.allocate(9)};
        add(name + ".read(buffers)", frame, many.near, () -> many.near.read(buffers), many::send);
        ChannelPair some = new ChannelPair(unix);
        ByteBuffer[] more = {ByteBuffer.allocate(9), ByteBuffer.allocate(9)};
        add(name + ".read(buffers,0,2)", frame, some.near, () -> some.near.read(more, 0, 2), some::send);
        ChannelPair stream = new ChannelPair(unix);
        InputStream in = Channels.newInputStream(stream.near);
        add(name + " stream", "InputStream.read", stream.near, in::read, stream::send);
        if (!unix) {
            streams(0);
            streams(3_600_000);
        }
    }

    private void streams(int soTimeout) throws IOException {
        ChannelPair pair = new ChannelPair(false);
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
        ChannelPair one = new ChannelPair(unix);
        addWrite(
                name + ".write",
                frame,
                one.near,
                () -> fill(one.near),
                one::drain,
                () -> one.near.write(ByteBuffer.allocate(1)));
        ChannelPair many = new ChannelPair(unix);
        addWrite(
                name + ".write(buffers)",
                frame,
                many.near,
                () -> fill(many.near, many.near::write),
                many::drain,
                () -> many.near.write(small()));
        ChannelPair some = new ChannelPair(unix);
        addWrite(
                name + ".write(buffers,0,2)",
                frame,
                some.near,
                () -> fill(some.near, buffers -> some.near.write(buffers, 0, 2)),
                some::drain,
                () -> some.near.write(small(), 0, 2));
        if (!unix) {
            ChannelPair stream = new ChannelPair(false);
            add(
                    "SocketChannel.socket write",
                    "SocketChannelImpl.blockingWriteFully",
                    stream.near,
                    () -> stream.near.socket().getOutputStream().write(new byte[MUCH]),
                    stream::drain);
            ready(() -> stream.near.socket().getOutputStream().write(1));
        }
    }

    private static ByteBuffer[] small() {
        return new ByteBuffer[] {ByteBuffer.allocate(1), ByteBuffer.allocate(1)};
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

    private void accepts() throws IOException {
        String frame = "ServerSocketChannelImpl.accept";
        ServerSocketChannel server = LoopbackChannels.listening(false);
        add(
                "ServerSocketChannel.accept",
                frame,
                server,
                server::accept,
                () -> SocketChannel.open(LoopbackChannels.address(server)));
        ServerSocketChannel unix = LoopbackChannels.listening(true);
        add(
                "ServerSocketChannel(unix).accept",
                frame,
                unix,
                unix::accept,
                () -> SocketChannel.open(LoopbackChannels.address(unix)));
        ServerSocketChannel adapted = LoopbackChannels.listening(false);
        adapted.socket().setSoTimeout(3_600_000);
        add(
                "ServerSocketChannel.socket accept",
                "ServerSocketChannelImpl.blockingAccept",
                adapted,
                () -> adapted.socket().accept(),
                () -> SocketChannel.open(LoopbackChannels.address(adapted)));
    }

    private void datagrams() throws IOException {
        DatagramChannel receiving = DatagramChannel.open().bind(LoopbackChannels.loopback());
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
        DatagramChannel reading = DatagramChannel.open().bind(LoopbackChannels.loopback());
        DatagramChannel peer =
                DatagramChannel.open().bind(LoopbackChannels.loopback()).connect(reading.getLocalAddress());
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
        pipeWrite("", (sink, bytes) -> sink.write(bytes));
        pipeWrite("(buffers)", (sink, bytes) -> sink.write(new ByteBuffer[] {bytes}));
        pipeWrite("(buffers,0,1)", (sink, bytes) -> sink.write(new ByteBuffer[] {bytes}, 0, 1));
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

    private interface Filling {
        void write(Pipe.SinkChannel sink, ByteBuffer bytes) throws IOException;
    }

    private void pipeWrite(String form, Filling filling) throws IOException {
        Pipe full = Pipe.open();
        Pipe roomy = Pipe.open();
        addWrite(
                "Pipe.SinkChannel.write" + form,
                "SinkChannelImpl.write",
                full.sink(),
                () -> {
                    while (full.sink().isOpen()) {
                        filling.write(full.sink(), ByteBuffer.allocate(1 << 20));
                    }
                },
                () -> full.source().close(),
                () -> filling.write(roomy.sink(), ByteBuffer.allocate(1)));
    }

    private void transfers() throws IOException {
        FileChannel file = file(MUCH);
        ChannelPair sent = new ChannelPair(false);
        addWrite(
                "SocketChannel filled by transferTo",
                "FileChannelImpl.transferTo",
                sent.near,
                () -> transferAll(file, sent.near),
                sent::drain,
                () -> file.transferTo(0, 9, sent.near));
        ChannelPair unix = new ChannelPair(true);
        addWrite(
                "SocketChannel(unix) filled by transferTo",
                "FileChannelImpl.transferTo",
                unix.near,
                () -> transferAll(file, unix.near),
                unix::drain,
                () -> file.transferTo(0, 9, unix.near));
        Pipe pipe = Pipe.open();
        addWrite(
                "Pipe.SinkChannel filled by transferTo",
                "FileChannelImpl.transferTo",
                pipe.sink(),
                () -> transferAll(file, pipe.sink()),
                () -> pipe.source().close(),
                () -> file.transferTo(0, 9, pipe.sink()));
        ChannelPair received = new ChannelPair(false);
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
        ChannelPair pair = new ChannelPair(false);
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
        cases.set(cases.size() - 1, cases.get(cases.size() - 1).neverReady());
    }
}
