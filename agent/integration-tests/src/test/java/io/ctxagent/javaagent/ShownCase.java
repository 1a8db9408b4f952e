package io.ctxagent.javaagent;

import io.ctxagent.model.ContextInfo;
import io.ctxagent.model.Snapshot;
import io.ctxagent.model.ThreadInfo;
import java.util.List;

/** A call that a program has blocked in, by the line that it printed, and what a snapshot has to show of it. */
record ShownCase(int number, String family, String frame, String name) {

    static final List<String> DATABASES = List.of("h2", "postgresql", "mariadb");

    private static ShownCase of(String line) {
        String[] parts = line.substring("CASE ".length()).split("\\|", -1);
        return new ShownCase(Integer.parseInt(parts[0]), parts[1], parts[2], parts[3]);
    }

    static List<ShownCase> of(ChildJvm jvm) {
        return jvm.out().stream()
                .filter(line -> line.startsWith("CASE "))
                .map(ShownCase::of)
                .toList();
    }

    private boolean ofDatabase() {
        return DATABASES.contains(family) || family.startsWith("waits-");
    }

    /** As {@code ctx-snapshot/1} names it. */
    String call() {
        String method = frame.substring(frame.lastIndexOf('.') + 1);
        if (name.startsWith("synchronized")) {
            return "synchronized";
        }
        if (ofDatabase()) {
            return frame.endsWith(".getConnection")
                    ? frame.replace("HikariDataSource", "DataSource")
                    : name.substring(name.lastIndexOf(' ') + 1);
        }
        return switch (frame.substring(0, frame.lastIndexOf('.'))) {
            case "ConditionObject" -> "Condition." + method;
            case "AbstractExecutorService", "ThreadPerTaskExecutor" -> "ExecutorService." + method;
            case "ProcessImpl" -> "Process." + method;
            case "StructuredTaskScopeImpl" -> "StructuredTaskScope." + method;
            case "HttpClientImpl" -> "HttpClient." + method;
            case "SSLSocketImpl" -> "SSLSocket.startHandshake";
            case "SSLSocketImpl$AppInputStream", "SSLSocketImpl$AppOutputStream" -> "Socket." + method;
            case "NioSocketImpl" -> (method.equals("accept") ? "ServerSocket." : "Socket.") + method;
            case "DatagramSocketAdaptor" -> "DatagramSocket." + method;
            case "DatagramChannelImpl" -> "DatagramChannel." + method;
            case "SocketChannelImpl" -> method.startsWith("blocking") ? ofSocket(method) : "SocketChannel." + method;
            case "ServerSocketChannelImpl" ->
                method.equals("blockingAccept") ? "ServerSocket.accept" : "ServerSocketChannel." + method;
            case "InputStream" -> Runtime.version().feature() < 19 ? "SocketChannel.read" : "Socket.read";
            case "SourceChannelImpl", "SinkChannelImpl" -> "Pipe." + frame.replace("Impl", "");
            case "FileChannelImpl" -> method.equals("transferFrom") ? "SocketChannel.read" : "FileChannel." + method;
            case "SelectorImpl" -> "Selector." + method;
            default ->
                frame.equals("ForkJoinPool.close")
                        ? "ExecutorService.close"
                        : family.equals("own-queue") ? "QueueCases." + frame : frame;
        };
    }

    private static String ofSocket(String method) {
        return switch (method) {
            case "blockingRead" -> "Socket.read";
            case "blockingWriteFully" -> "Socket.write";
            default -> "Socket.connect";
        };
    }

    /** It passes no hook, so nobody knows since when. */
    boolean shownByItsStack() {
        return name.startsWith("synchronized") || name.startsWith("named pipe");
    }

    /** Where the system sends a file, which without a hook it mostly does, the stack is the same as where it copies one. */
    boolean sendsFile() {
        return name.endsWith("transferTo");
    }

    String familyShown() {
        if (frame.startsWith("CompletableFuture.") || frame.startsWith("ForkJoinTask.")) {
            return "future";
        }
        return switch (family) {
            case "own-queue" -> "queue";
            case "more-futures", "scope" -> "future";
            case "coroutine" -> frame.startsWith("LinkedBlockingQueue") ? "queue" : "future";
            case "above-socket", "tls" -> "socket";
            case "unwakeable" -> frame.startsWith("File") ? "input" : frame.startsWith("InetAddress") ? "dns" : "lock";
            default -> ofDatabase() ? "jdbc" : family;
        };
    }

    /** Of the thread that makes the call. */
    ThreadInfo in(Snapshot snapshot) {
        return snapshot.threads().stream()
                .filter(thread -> thread.name().equals("case-" + number))
                .findAny()
                .orElseThrow(() -> new AssertionError("no thread of " + this));
    }

    String contextId(Snapshot snapshot) {
        return snapshot.contexts().stream()
                .filter(context -> context.name() != null && context.name().equals("context-" + number))
                .map(ContextInfo::id)
                .findAny()
                .orElseThrow(() -> new AssertionError("no context of " + this));
    }
}
