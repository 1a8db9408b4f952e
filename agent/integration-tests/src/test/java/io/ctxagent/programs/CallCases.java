package io.ctxagent.programs;

import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Processes, the HTTP client, and what lies above a stream socket. */
final class CallCases {

    private static final CancelScope STARTER = Context.background().withCancel().named("starter");

    private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    /** And no more than that. */
    private static final String BEGINNING = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc";

    private CallCases() {}

    static List<BlockingCase> processes() throws Exception {
        Process untimed = cat();
        Process timed = cat();
        Process exit = cat();
        List<BlockingCase> cases = new ArrayList<>(List.of(
                process("Process.waitFor()", "ProcessImpl.waitFor", untimed, untimed::waitFor),
                process("Process.waitFor(timed)", "ProcessImpl.waitFor", timed, () -> timed.waitFor(1, TimeUnit.HOURS)),
                process(
                        "Process.onExit().get",
                        "CompletableFuture.get",
                        exit,
                        () -> exit.onExit().get())));
        OwnProcess own = new OwnProcess();
        cases.add(BlockingCase.of(
                "own Process.waitFor(timed)", "Process.waitFor", () -> own.waitFor(1, TimeUnit.HOURS), own::destroy));
        Process lasting = cat();
        BlockingCase.Call call =
                Form.of(lasting, Process.class, "waitFor", new Class<?>[] {Duration.class}, Duration.ofHours(1));
        if (call != null) {
            cases.add(process("Process.waitFor(Duration)", "Process.waitFor", lasting, call));
        }
        return cases;
    }

    /** Under a context that outlives it: what the JDK starts for its own use must not run under it. */
    private static <T> T started(Callable<T> start) throws Exception {
        return STARTER.call(start);
    }

    /** Runs until its standard input ends. */
    private static Process cat() throws Exception {
        return started(() -> new ProcessBuilder("cat").start());
    }

    private static BlockingCase process(String name, String frame, Process process, BlockingCase.Call call) {
        return new BlockingCase(name, frame, call, process::destroy, () -> {
                    boolean alive = process.isAlive();
                    process.destroy();
                    return alive ? "" : "the process was ended";
                })
                .readyAfter(() -> {
                    process.destroy();
                    process.waitFor();
                });
    }

    static List<BlockingCase> httpClients() throws Exception {
        List<BlockingCase> cases =
                new ArrayList<>(List.of(send(), sendAsync(), sendAndJoin(), body(false), body(true)));
        if (Runtime.version().feature() >= 21) {
            cases.add(close());
            cases.add(awaitTermination());
        }
        return cases;
    }

    private static BlockingCase send() throws Exception {
        SilentServer server = new SilentServer();
        SilentServer answers = new SilentServer(ANSWER);
        HttpClient client = started(HttpClient::newHttpClient);
        return new BlockingCase(
                        "HttpClient.send",
                        "HttpClientImpl.send",
                        () -> client.send(server.request(), BodyHandlers.ofString()),
                        server::hangUp,
                        () -> server.clientHasHungUp() ? works(client) : "the exchange goes on")
                .ready(() -> client.send(answers.request(), BodyHandlers.ofString()));
    }

    private static BlockingCase sendAsync() throws Exception {
        SilentServer server = new SilentServer();
        HttpClient client = started(HttpClient::newHttpClient);
        return new BlockingCase(
                        "HttpClient.sendAsync().get",
                        "CompletableFuture.get",
                        () -> client.sendAsync(server.request(), BodyHandlers.ofString())
                                .get(),
                        server::hangUp,
                        () -> threadsUnderNoContext())
                .ready(answered(client)::get);
    }

    /** The exchange is over. */
    private static CompletableFuture<HttpResponse<String>> answered(HttpClient client) throws Exception {
        CompletableFuture<HttpResponse<String>> answer =
                client.sendAsync(new SilentServer(ANSWER).request(), BodyHandlers.ofString());
        answer.get();
        return answer;
    }

    private static BlockingCase sendAndJoin() throws Exception {
        SilentServer server = new SilentServer();
        HttpClient client = started(HttpClient::newHttpClient);
        return BlockingCase.of(
                        "HttpClient.sendAsync().join",
                        "CompletableFuture.join",
                        () -> client.sendAsync(server.request(), BodyHandlers.ofString())
                                .join(),
                        server::hangUp)
                .ready(answered(client)::join);
    }

    /** Ends early and without an exception: it gives up what is under way. */
    private static BlockingCase close() throws Exception {
        SilentServer server = new SilentServer();
        HttpClient client = started(HttpClient::newHttpClient);
        HttpClient idle = started(HttpClient::newHttpClient);
        client.sendAsync(server.request(), BodyHandlers.ofString());
        return new BlockingCase(
                        "HttpClient.close",
                        "HttpClient.close",
                        () -> ((AutoCloseable) (Object) client).close(),
                        server::hangUp,
                        () -> server.clientHasHungUp() ? "" : "the exchange goes on")
                .ready(() -> ((AutoCloseable) (Object) idle).close());
    }

    private static BlockingCase awaitTermination() throws Exception {
        SilentServer server = new SilentServer();
        HttpClient client = started(HttpClient::newHttpClient);
        client.sendAsync(server.request(), BodyHandlers.ofString());
        HttpClient.class.getMethod("shutdown").invoke(client);
        BlockingCase.Call call = Form.of(
                client, HttpClient.class, "awaitTermination", new Class<?>[] {Duration.class}, Duration.ofHours(1));
        return BlockingCase.of("HttpClient.awaitTermination", "HttpClientImpl.awaitTermination", call, server::hangUp);
    }

    private static BlockingCase body(boolean array) throws Exception {
        SilentServer server = new SilentServer(BEGINNING);
        HttpClient client = started(HttpClient::newHttpClient);
        InputStream body = body(client, server);
        InputStream whole = body(client, new SilentServer(BEGINNING + "defghij"));
        return BlockingCase.of(
                        "HttpClient body read" + (array ? "(byte[])" : ""),
                        "HttpResponseInputStream.read",
                        array ? () -> body.read(new byte[9]) : body::read,
                        server::hangUp)
                .ready(array ? () -> whole.read(new byte[3]) : whole::read);
    }

    private static InputStream body(HttpClient client, SilentServer server) throws Exception {
        return begun(client.send(server.request(), BodyHandlers.ofInputStream()).body());
    }

    private static InputStream begun(InputStream body) throws IOException {
        if (body.readNBytes(3).length != 3) {
            throw new IllegalStateException("the first part of the body is not there");
        }
        return body;
    }

    /** The same client goes on to work for others. */
    private static String works(HttpClient client) throws Exception {
        SilentServer server = new SilentServer(ANSWER);
        String answer = client.send(server.request(), BodyHandlers.ofString()).body();
        return answer.equals("ok") ? "" : "the next answer is " + answer;
    }

    /** Whoever reads the slot of a client's thread through a task of the client's executor. */
    private static String threadsUnderNoContext() throws Exception {
        SilentServer server = new SilentServer(ANSWER);
        Context[] seen = new Context[1];
        Context request = Context.background().withCancel().named("request").context();
        request.call(() -> HttpClient.newHttpClient().send(server.request(), info -> {
            seen[0] = Context.current();
            return java.net.http.HttpResponse.BodySubscribers.ofString(StandardCharsets.UTF_8);
        }));
        return seen[0] == Context.background() ? "" : "a thread of the client's runs under " + seen[0];
    }

    static List<BlockingCase> aboveSockets() throws Exception {
        return List.of(connect(), urlConnect(), urlBody());
    }

    private static BlockingCase connect() throws IOException {
        FullServer server = new FullServer();
        ServerSocket roomy = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Socket socket = new Socket();
        return BlockingCase.of(
                        "Socket.connect",
                        "NioSocketImpl.connect",
                        () -> socket.connect(server.address()),
                        server::makeRoom)
                .ready(() -> new Socket().connect(roomy.getLocalSocketAddress()));
    }

    private static BlockingCase urlConnect() throws IOException {
        FullServer server = new FullServer();
        URL url = new URL("http://127.0.0.1:" + server.address().getPort() + "/");
        URL roomy = new URL("http://127.0.0.1:" + new SilentServer().port() + "/");
        return BlockingCase.of(
                        "HttpURLConnection connect",
                        "NioSocketImpl.connect",
                        () -> url.openConnection().connect(),
                        server::makeRoom)
                .ready(() -> roomy.openConnection().connect());
    }

    private static BlockingCase urlBody() throws IOException {
        SilentServer server = new SilentServer(BEGINNING);
        InputStream body = begun(new URL("http://127.0.0.1:" + server.port() + "/")
                .openConnection()
                .getInputStream());
        // What has come is in a buffer, of which no socket knows.
        return BlockingCase.of("HttpURLConnection body", "NioSocketImpl.read", body::read, server::hangUp)
                .neverReady();
    }
}
