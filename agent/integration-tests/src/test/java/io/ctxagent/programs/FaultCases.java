package io.ctxagent.programs;

import com.sun.net.httpserver.HttpServer;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A call of each family that does not wait, or not for long, again and again: each returns true, unless its context is done. */
final class FaultCases {

    private FaultCases() {}

    /** By the name of the family. */
    static Map<String, Callable<Boolean>> all() throws Exception {
        Map<String, Callable<Boolean>> calls = new LinkedHashMap<>();
        LinkedBlockingQueue<Integer> queue = new LinkedBlockingQueue<>();
        calls.put("queue", () -> queue.add(7) && queue.take() == 7);
        calls.put("lock", () -> new CountDownLatch(0).await(1, TimeUnit.HOURS));
        calls.put("future", () -> CompletableFuture.completedFuture(7).get() == 7);
        calls.put("sleep", () -> {
            Thread.sleep(1);
            return true;
        });
        calls.put("wait", () -> {
            synchronized (queue) {
                queue.wait(1);
            }
            return true;
        });
        Thread ended = Cases.daemon(() -> {});
        ended.join();
        calls.put("join", () -> {
            ended.join();
            return !ended.isAlive();
        });
        Process exited = new ProcessBuilder("true").start();
        exited.waitFor();
        calls.put("process", () -> exited.waitFor() == 0);
        Process speaks = new ProcessBuilder("yes").start();
        Runtime.getRuntime().addShutdownHook(new Thread(speaks::destroy));
        InputStream said = speaks.getInputStream();
        calls.put("input", () -> said.read(new byte[1 << 14]) > 0);
        calls.put("dns", () -> InetAddress.getByName("localhost").isLoopbackAddress());
        sockets(calls);
        channels(calls);
        PipedInputStream in = new PipedInputStream();
        PipedOutputStream out = new PipedOutputStream(in);
        calls.put("pipe", () -> {
            out.write(7);
            return in.read() == 7;
        });
        calls.put("httpclient", httpClient());
        Statement statement = DriverManager.getConnection("jdbc:h2:mem:faults").createStatement();
        calls.put("jdbc", () -> statement.executeQuery("select 7").next());
        return calls;
    }

    private static void sockets(Map<String, Callable<Boolean>> calls) throws Exception {
        SocketCases.Pair pair = new SocketCases.Pair();
        calls.put("socket", () -> {
            pair.send(7);
            return pair.near.getInputStream().read() == 7;
        });
        DatagramSocket receiver = new DatagramSocket(LoopbackChannels.loopback());
        DatagramSocket sender = new DatagramSocket(LoopbackChannels.loopback());
        sender.connect(receiver.getLocalSocketAddress());
        calls.put("datagram", () -> {
            DatagramPacket packet = new DatagramPacket(new byte[9], 9);
            sender.send(new DatagramPacket(new byte[7], 7));
            receiver.receive(packet);
            return packet.getLength() == 7;
        });
    }

    private static void channels(Map<String, Callable<Boolean>> calls) throws Exception {
        Pipe pipe = Pipe.open();
        calls.put("channel", () -> {
            pipe.sink().write(ByteBuffer.allocate(7));
            return pipe.source().read(ByteBuffer.allocate(9)) == 7;
        });
        Pipe ready = Pipe.open();
        ready.sink().write(ByteBuffer.allocate(1));
        ready.source().configureBlocking(false);
        Selector selector = Selector.open();
        ready.source().register(selector, SelectionKey.OP_READ);
        calls.put("selector", () -> {
            selector.selectedKeys().clear();
            return selector.select(1) == 1;
        });
        Path file = Files.createTempFile("fault", "");
        file.toFile().deleteOnExit();
        FileChannel locked = FileChannel.open(file, StandardOpenOption.WRITE);
        calls.put("filelock", () -> {
            locked.lock().release();
            return true;
        });
    }

    private static Callable<Boolean> httpClient() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(address).build();
        return () ->
                client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 204;
    }
}
