package io.ctxagent.cli.fuzz;

import io.ctxagent.cli.Cli;
import io.ctxagent.model.wire.Answer;
import io.ctxagent.model.wire.BodyOutputStream;
import io.ctxagent.model.wire.FrameWriter;
import io.ctxagent.model.wire.Request;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Good inputs, as agents and tools send them; what fuzzers begin with. */
public final class Seeds {

    private Seeds() {}

    /** Writes them into directories of that one, each named as its fuzzer. */
    public static void main(String[] args) throws IOException {
        Path directory = Path.of(args[0]);
        write(directory.resolve("RequestFuzzer"), requests());
        write(directory.resolve("AnswerFuzzer"), answers());
        write(directory.resolve("SnapshotFuzzer"), snapshots());
    }

    private static void write(Path directory, List<byte[]> seeds) throws IOException {
        Files.createDirectories(directory);
        for (int i = 0; i < seeds.size(); i++) {
            Files.write(directory.resolve("seed-" + i), seeds.get(i));
        }
    }

    static List<byte[]> requests() throws IOException {
        List<byte[]> seeds = new ArrayList<>();
        for (Request request : List.of(
                new Request(Request.PING, Map.of()),
                new Request(Request.SNAPSHOT, Map.of("grace", "500ms", "stacks", "true")),
                new Request(Request.CANCEL, Map.of("id", "c17", "reason", "by hand")),
                new Request(Request.DETACH, Map.of()))) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            request.write(new FrameWriter(bytes));
            seeds.add(bytes.toByteArray());
        }
        return seeds;
    }

    static List<byte[]> answers() throws IOException {
        List<byte[]> seeds = new ArrayList<>();
        for (byte[] snapshot : snapshots()) {
            seeds.add(answer(0, snapshot));
        }
        seeds.add(answer(
                1,
                "{\"v\":1,\"restored\":112,\"left\":[\"java.lang.Thread\"],\"blocked\":2,\"stays\":[\"the bridge\"]}"
                        .getBytes(StandardCharsets.UTF_8)));
        seeds.add(answer(2, "{\"v\":1,\"outcome\":\"canceled\"}".getBytes(StandardCharsets.UTF_8)));
        return seeds;
    }

    private static byte[] answer(int kind, byte[] body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(kind);
        FrameWriter frames = new FrameWriter(bytes);
        new Answer.Accepted(4711, 1_795_702_940_100L, "0.1.0").write(frames);
        BodyOutputStream out = new BodyOutputStream(frames);
        out.write(body);
        out.finish();
        return bytes.toByteArray();
    }

    static List<byte[]> snapshots() throws IOException {
        List<byte[]> seeds = new ArrayList<>();
        for (String name : List.of("shop.json", "late.json", "later.json")) {
            try (InputStream in = Objects.requireNonNull(Cli.class.getResourceAsStream(name))) {
                seeds.add(in.readAllBytes());
            }
        }
        return seeds;
    }
}
