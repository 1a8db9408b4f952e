package io.ctxagent.model;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** Snapshots for tests. */
final class Samples {

    private Samples() {}

    static String contract() throws IOException {
        try (InputStream in = Objects.requireNonNull(Samples.class.getResourceAsStream("contract.json"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    static JvmInfo jvm() {
        return new JvmInfo(4711, "shop.Main", "25.0.3", Instant.parse("2026-11-22T08:00:00Z"), 120_000, "app");
    }

    static AgentInfo agent() {
        return new AgentInfo(
                "0.1.0", "enforce", "startup", true, 0, List.of(new HookInfo("queue", "a.B.take", "bound")));
    }

    static Counts counts() {
        return new Counts(new Counts.ContextCounts(2, 1), new Counts.ThreadCounts(5, 4, 3, 2, 1));
    }

    static ContextInfo context(String id, String parent) {
        return new ContextInfo(
                id,
                parent,
                "withCancel",
                null,
                "live",
                7,
                null,
                null,
                null,
                null,
                null,
                false,
                List.of(),
                List.of(),
                List.of());
    }

    static ThreadInfo thread(long id, String name) {
        return new ThreadInfo(id, name, false, true, "WAITING", null, "user", null, null, List.of());
    }

    /** Every field set to something, and everything that can be null once null. */
    static Snapshot full() {
        ContextInfo context = new ContextInfo(
                "c2",
                "c1",
                "withTimeout",
                "GET /orders",
                "deadline-exceeded",
                812,
                -1188L,
                9L,
                "context deadline exceeded",
                "shop.Orders.find(Orders.java:42)",
                "thread main",
                true,
                List.of("traceId", "user"),
                List.of(31L, 1L << 40),
                List.of("CTX102"));
        ThreadInfo thread = new ThreadInfo(
                31,
                "http-7",
                true,
                false,
                "RUNNABLE",
                "c2",
                "user",
                new BlockedInfo("jdbc", "PreparedStatement.executeQuery", "jdbc:h2:mem:shop", 800L, true),
                "shop.Orders.find(Orders.java:42)",
                List.of("java.lang.Thread.sleep0(Native Method)", "shop.Orders.find(Orders.java:42)"));
        ThreadInfo unknown = new ThreadInfo(
                32,
                "x",
                false,
                true,
                "WAITING",
                null,
                "jdk",
                new BlockedInfo("lock", "Lock.lock", null, null, false),
                null,
                List.of());
        Finding finding = new Finding(
                "CTX102",
                "deadline-overrun",
                "error",
                "application",
                "3c9a17e08d21f4b6",
                1,
                9000,
                List.of("c2"),
                List.of(31L),
                "shop.Orders.find(Orders.java:42)",
                "It is late.",
                "Be quicker.",
                List.of("OrdersTest.finds"));
        return new Snapshot(
                Snapshot.SCHEMA,
                jvm(),
                agent(),
                counts(),
                List.of(context("c1", null), context),
                List.of(thread, unknown, thread(33, "y")),
                List.of(finding));
    }

    static String json(Snapshot snapshot) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        SnapshotWriter.write(snapshot, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    static Snapshot read(String json) throws IOException {
        return SnapshotReader.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
    }
}
