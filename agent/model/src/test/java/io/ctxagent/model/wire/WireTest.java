package io.ctxagent.model.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WireTest {

    private final ByteArrayOutputStream wire = new ByteArrayOutputStream();
    private final FrameWriter frames = new FrameWriter(wire);

    @Test
    void frames_come_out_as_they_went_in() throws IOException {
        byte[] largest = new byte[Wire.MAX_FRAME_BYTES];
        new Random(1).nextBytes(largest);
        frames.write("one".getBytes(StandardCharsets.UTF_8));
        frames.write(new byte[0]);
        frames.write(largest);

        FrameReader in = reader(wire.toByteArray());
        assertThat(in.read()).asString(StandardCharsets.UTF_8).isEqualTo("one");
        assertThat(in.read()).isEmpty();
        assertThat(in.read()).isEqualTo(largest);
        assertThat(in.read()).isNull();
    }

    @Test
    void a_frame_starts_with_its_length_in_four_bytes_big_endian() throws IOException {
        frames.write(new byte[0x0102]);

        assertThat(wire.toByteArray()).hasSize(4 + 0x0102).startsWith(0, 0, 1, 2);
    }

    @Test
    void a_frame_over_the_limit_is_refused_before_it_is_read_or_written() {
        assertThatThrownBy(() -> frames.write(new byte[Wire.MAX_FRAME_BYTES + 1]))
                .isInstanceOf(WireFormatException.class);
        assertThat(wire.size()).isZero();
        assertThatThrownBy(() -> reader(0, 1, 0, 1).read())
                .isInstanceOf(WireFormatException.class)
                .hasMessage("a frame says it is 65537 bytes long; the limit is 65536");
        assertThatThrownBy(() -> reader(0xff, 0xff, 0xff, 0xff).read()).hasMessageContaining("4294967295");
    }

    @Test
    void a_frame_that_is_cut_off_is_refused() {
        for (byte[] bytes : new byte[][] {{0}, {0, 0, 0}, {0, 0, 0, 2}, {0, 0, 0, 2, 'x'}}) {
            assertThatThrownBy(() -> reader(bytes).read())
                    .isInstanceOf(WireFormatException.class)
                    .hasMessage("the connection ended inside a frame");
        }
    }

    @Test
    void a_request_comes_out_as_it_went_in() throws IOException {
        Request request = new Request("snapshot", Map.of("grace", "2s", "stacks", "true"));
        request.write(frames);

        assertThat(Request.read(reader(wire.toByteArray()))).isEqualTo(request);
    }

    @Test
    void a_request_is_the_json_that_the_protocol_says() throws IOException {
        new Request("snapshot", Map.of("grace", "2s")).write(frames);

        assertThat(wire.toString(StandardCharsets.UTF_8).substring(4))
                .isEqualTo("{\"v\":1,\"verb\":\"snapshot\",\"args\":{\"grace\":\"2s\"}}");
    }

    @Test
    void a_request_without_arguments_has_none() throws IOException {
        send("{\"v\":1,\"verb\":\"ping\"}");

        assertThat(Request.read(reader(wire.toByteArray()))).isEqualTo(new Request("ping", Map.of()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"v\":2,\"verb\":\"ping\"}                  | protocol version 2 is not known here",
                "{\"verb\":\"ping\"}                          | v is missing",
                "{\"v\":1}                                    | verb is missing",
                "{\"v\":1,\"verb\":\"../etc\"}                | verb is not a verb",
                "{\"v\":1,\"verb\":\"ping\",\"args\":[]}      | args is not an object",
                "{\"v\":1,\"verb\":\"ping\",\"args\":{\"a\":1}} | args.a is not a string",
                "{\"v\":1,\"verb\":\"ping\"}x                 | Unrecognized token 'x'",
                "GET / HTTP/1.1                               | Unrecognized token 'GET'",
                "''                                           | it is empty",
            })
    void a_malformed_request_is_refused_with_one_line(String json, String message) throws IOException {
        send(json);

        assertThatThrownBy(() -> Request.read(reader(wire.toByteArray())))
                .isInstanceOf(WireFormatException.class)
                .hasMessageContaining(message)
                .message()
                .hasLineCount(1);
    }

    @Test
    void random_bytes_never_do_more_than_raise_the_one_exception() {
        Random random = new Random(42);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(64)];
            random.nextBytes(bytes);
            if (bytes.length > 4 && random.nextBoolean()) {
                bytes[0] = bytes[1] = bytes[2] = 0;
                bytes[3] = (byte) (bytes.length - 4);
            }
            assertThatThrownBy(() -> Request.read(reader(bytes))).isInstanceOf(WireFormatException.class);
            assertThatThrownBy(() -> Answer.read(reader(bytes))).isInstanceOf(WireFormatException.class);
        }
    }

    @Test
    void answers_come_out_as_they_went_in() throws IOException {
        Answer accepted = new Answer.Accepted(4711, 1_795_334_400_000L, "0.1.0");
        Answer refused = new Answer.Refused("unknown verb \"dance\"");
        accepted.write(frames);
        refused.write(frames);

        FrameReader in = reader(wire.toByteArray());
        assertThat(Answer.read(in)).isEqualTo(accepted);
        assertThat(Answer.read(in)).isEqualTo(refused);
        assertThatThrownBy(() -> Answer.read(in)).hasMessage("the connection ended before the answer");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_535, 65_536, 65_537, 1_000_000})
    void a_body_of_any_length_comes_out_as_it_went_in(int length) throws IOException {
        byte[] body = new byte[length];
        new Random(length).nextBytes(body);
        BodyOutputStream out = new BodyOutputStream(frames);
        out.write(body, 0, length / 3);
        out.flush();
        out.write(body, length / 3, length - length / 3);
        out.finish();
        out.finish();
        frames.write("next".getBytes(StandardCharsets.UTF_8));

        FrameReader in = reader(wire.toByteArray());
        assertThat(new BodyInputStream(in).readAllBytes()).isEqualTo(body);
        assertThat(in.read()).asString(StandardCharsets.UTF_8).isEqualTo("next");
    }

    @Test
    void a_body_by_single_bytes_comes_out_too() throws IOException {
        BodyOutputStream out = new BodyOutputStream(frames);
        for (int i = 0; i < 70_000; i++) {
            out.write(i);
        }
        out.finish();

        BodyInputStream in = new BodyInputStream(reader(wire.toByteArray()));
        for (int i = 0; i < 70_000; i++) {
            assertThat(in.read()).isEqualTo(i & 0xff);
        }
        assertThat(in.read()).isEqualTo(-1);
        assertThat(in.read()).isEqualTo(-1);
    }

    @Test
    void a_body_that_was_closed_but_not_finished_is_cut_off() throws IOException {
        try (BodyOutputStream out = new BodyOutputStream(frames)) {
            out.write(new byte[100_000]);
        }

        BodyInputStream in = new BodyInputStream(reader(wire.toByteArray()));
        assertThatThrownBy(in::readAllBytes)
                .isInstanceOf(WireFormatException.class)
                .hasMessage("the connection ended before the end of the answer");
    }

    @Test
    void nothing_is_written_after_the_end_of_a_body() throws IOException {
        BodyOutputStream out = new BodyOutputStream(frames);
        out.finish();

        assertThatThrownBy(() -> out.write(1)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> out.write(new byte[2])).isInstanceOf(IOException.class);
    }

    @Test
    void an_attach_reply_is_one_line_in_a_file_that_appears_whole(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("reply");
        AttachReply reply = new AttachReply.Listening(4711, "/tmp/ctx-agent-4711-x/socket", "0.1.0");
        reply.write(file);

        assertThat(Files.readString(file))
                .isEqualTo("{\"v\":1,\"pid\":4711,\"socket\":\"/tmp/ctx-agent-4711-x/socket\",\"agent\":\"0.1.0\"}\n");
        assertThat(AttachReply.read(file)).isEqualTo(reply);
        assertThat(directory).isDirectoryContaining(p -> p.equals(file));
        try (var files = Files.list(directory)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void an_attach_reply_can_be_an_error(@TempDir Path directory) throws IOException {
        AttachReply reply = new AttachReply.Failed("socket=off was set at startup");
        reply.write(directory.resolve("reply"));

        assertThat(AttachReply.read(directory.resolve("reply"))).isEqualTo(reply);
    }

    @Test
    void a_malformed_attach_reply_is_refused(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("reply"), "{\"v\":1,\"pid\":4711}");

        assertThatThrownBy(() -> AttachReply.read(file))
                .isInstanceOf(WireFormatException.class)
                .hasMessageContaining("socket is missing");
    }

    private void send(String json) throws IOException {
        frames.write(json.getBytes(StandardCharsets.UTF_8));
    }

    private static FrameReader reader(byte[] bytes) {
        return new FrameReader(new ByteArrayInputStream(bytes));
    }

    private static FrameReader reader(int... bytes) {
        byte[] narrow = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            narrow[i] = (byte) bytes[i];
        }
        return reader(narrow);
    }

    @Test
    void a_cancel_is_answered_with_what_became_of_it() throws IOException {
        for (CancelReply.Outcome outcome : CancelReply.Outcome.values()) {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            new CancelReply(outcome).write(body);
            assertThat(CancelReply.read(new ByteArrayInputStream(body.toByteArray())))
                    .isEqualTo(new CancelReply(outcome));
        }
        for (String other : new String[] {"", "{}", "{\"v\":1}", "{\"v\":1,\"outcome\":\"maybe\"}", "{\"v\":9}"}) {
            assertThatThrownBy(() -> CancelReply.read(new ByteArrayInputStream(other.getBytes(StandardCharsets.UTF_8))))
                    .as(other)
                    .isInstanceOf(WireFormatException.class);
        }
    }
}
