package io.ctxagent.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ctxagent.model.json.JsonPush;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SnapshotJsonTest {

    @Test
    void what_was_written_reads_back_equal() throws IOException {
        assertThat(Samples.read(Samples.json(Samples.full()))).isEqualTo(Samples.full());
    }

    @Test
    void the_example_of_the_contract_is_read() throws IOException {
        Snapshot snapshot = Samples.read(Samples.contract());

        assertThat(snapshot.jvm()).isEqualTo(Samples.jvm());
        assertThat(snapshot.counts().threads()).isEqualTo(new Counts.ThreadCounts(41, 9, 20, 11, 4));
        assertThat(snapshot.contexts()).singleElement().satisfies(context -> {
            assertThat(context.id()).isEqualTo("c17");
            assertThat(context.remainingMillis()).isEqualTo(1188);
            assertThat(context.keys()).containsExactly("traceId");
            assertThat(context.owner()).isNull();
        });
        assertThat(snapshot.threads()).singleElement().satisfies(thread -> {
            assertThat(thread.blocked())
                    .isEqualTo(
                            new BlockedInfo("jdbc", "PreparedStatement.executeQuery", "jdbc:h2:mem:shop", 800L, true));
            assertThat(thread.site()).isNull();
            assertThat(thread.stack()).isEmpty();
        });
        assertThat(snapshot.findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.fingerprint()).isEqualTo("3c9a17e08d21f4b6"));
    }

    @Test
    void what_is_not_known_is_written_as_null() throws IOException {
        Snapshot full = Samples.full();
        Snapshot snapshot = new Snapshot(
                Snapshot.SCHEMA,
                full.jvm(),
                full.agent(),
                full.counts(),
                List.of(Samples.context("c1", null)),
                List.of(Samples.thread(3, "main")),
                List.of());

        assertThat(Samples.json(snapshot)).endsWith("""
                        "contexts":[{"id":"c1","parent":null,"kind":"withCancel","name":null,"state":"live","ageMillis":7,\
                        "remainingMillis":null,"doneForMillis":null,"cause":null,"site":null,"owner":null,\
                        "ownerEnded":false,"keys":[],"threads":[],"findings":[],"causedBy":[]}],\
                        "threads":[{"id":3,"name":"main","virtual":false,"daemon":true,"state":"WAITING","context":null,\
                        "role":"user","blocked":null,"site":null,"stack":[]}],"findings":[]}
                        """);
    }

    @Test
    void of_a_multitude_what_is_not_known_is_left_out_and_reads_back_the_same() throws IOException {
        Counts many = new Counts(
                new Counts.ContextCounts(SnapshotWriter.MULTITUDE, 1), new Counts.ThreadCounts(2, 2, 0, 1, 1));
        Snapshot full = Samples.full();
        Snapshot snapshot = new Snapshot(
                Snapshot.SCHEMA,
                full.jvm(),
                full.agent(),
                many,
                List.of(Samples.context("c1", null), Samples.context("c2", "c1")),
                List.of(Samples.thread(3, "main")),
                full.findings());

        String json = Samples.json(snapshot);

        assertThat(json).contains("""
                        "contexts":[{"id":"c1","kind":"withCancel","state":"live","ageMillis":7},\
                        {"id":"c2","parent":"c1","kind":"withCancel","state":"live","ageMillis":7}],\
                        "threads":[{"id":3,"name":"main","virtual":false,"daemon":true,"state":"WAITING","role":"user"}],\
                        """.stripTrailing());
        assertThat(Samples.read(json)).isEqualTo(snapshot);
    }

    @Test
    void elements_that_are_made_in_one_object_are_written_as_those_in_memory() throws IOException {
        Snapshot full = Samples.full();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Iterator<ContextInfo> contexts = full.contexts().iterator();
        Iterator<ThreadInfo> threads = full.threads().iterator();
        StringBuilder id = new StringBuilder();
        RowSource<ContextRow> contextRows = row -> {
            boolean another = contexts.hasNext();
            if (another) {
                row.set(contexts.next());
                id.setLength(0);
                row.id = id.append(row.id);
            }
            return another;
        };
        RowSource<ThreadRow> threadRows = row -> {
            boolean another = threads.hasNext();
            if (another) {
                row.set(threads.next());
            }
            return another;
        };

        SnapshotWriter.write(full.jvm(), full.agent(), full.counts(), contextRows, threadRows, full.findings(), out);

        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(Samples.json(full));
    }

    @Test
    void a_row_gives_back_what_it_was_set_to() {
        ContextRow context = new ContextRow();
        for (ContextInfo each : Samples.full().contexts()) {
            context.set(each);
            assertThat(context.info()).isEqualTo(each);
        }
        ThreadRow thread = new ThreadRow();
        for (ThreadInfo each : Samples.full().threads()) {
            thread.set(each);
            assertThat(thread.info()).isEqualTo(each);
        }
    }

    @Test
    void text_that_changes_is_written_as_a_string_is() throws IOException {
        String odd = "c17 \"quoted\" \u0001 \u00e9 \ud83d\ude00 \ud83d half " + "long".repeat(100);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonPush json = new JsonPush(out)) {
            json.beginObject()
                    .text("a", odd)
                    .text("a", new StringBuilder(odd))
                    .text("a", new StringBuilder("c17"))
                    .endObject();
        }
        String text = out.toString(StandardCharsets.UTF_8);
        String first = text.substring(1, text.indexOf(",\"a\""));
        assertThat(text).isEqualTo("{" + first + "," + first + ",\"a\":\"c17\"}");
    }

    @Test
    void of_a_multitude_the_owners_of_contexts_that_something_is_wrong_with_stay() throws IOException {
        Snapshot full = Samples.full();
        Counts many = new Counts(
                new Counts.ContextCounts(SnapshotWriter.MULTITUDE + 1, 0),
                full.counts().threads());
        Snapshot snapshot = new Snapshot(
                Snapshot.SCHEMA, full.jvm(), full.agent(), many, full.contexts(), full.threads(), full.findings());

        Snapshot read = Samples.read(Samples.json(snapshot));

        for (int i = 0; i < full.contexts().size(); i++) {
            ContextInfo context = full.contexts().get(i);
            boolean told = context.ownerEnded() || !context.findings().isEmpty();
            assertThat(read.contexts().get(i).owner()).isEqualTo(told ? context.owner() : null);
        }
    }

    @Test
    void fields_from_a_later_agent_are_passed_over() throws IOException {
        String json = Samples.json(Samples.full())
                .replace("{\"schema\"", "{\"later\":{\"deep\":[[{}],null,1.5]},\"schema\"")
                .replace("\"id\":", "\"more\":[true],\"id\":")
                .replace("\"family\":", "\"more\":\"x\",\"family\":")
                .replace("\"rule\":", "\"more\":{},\"rule\":");

        assertThat(Samples.read(json)).isEqualTo(Samples.full());
    }

    @Test
    void names_that_are_not_proper_text_are_mended() throws IOException {
        Snapshot snapshot = with(List.of(), List.of(Samples.thread(1, "a\uD800b\u0000\n\uDC00 \uD83D\uDE00")));

        assertThat(Samples.read(Samples.json(snapshot)).threads().get(0).name())
                .isEqualTo("a\uFFFDb\u0000\n\uFFFD \uD83D\uDE00");
    }

    @Test
    void every_cut_off_snapshot_is_refused_with_one_line() throws IOException {
        byte[] json = Samples.json(Samples.full()).strip().getBytes(StandardCharsets.UTF_8);

        for (int length = 0; length < json.length; length++) {
            InputStream in = new ByteArrayInputStream(json, 0, length);
            assertThatThrownBy(() -> SnapshotReader.read(in))
                    .isInstanceOf(InvalidSnapshotException.class)
                    .hasMessageStartingWith("not a valid ctx-snapshot/1: ")
                    .message()
                    .hasLineCount(1);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"ctx-snapshot/1\"        | \"ctx-snapshot/2\" | schema is \"ctx-snapshot/2\"",
                "\"pid\":4711              | \"pid\":\"4711\"   | jvm.pid is not a whole number",
                "\"pid\":4711              | \"pid\":4711.5     | jvm.pid is not a whole number",
                "\"pid\":4711              | \"pid\":99999999999999999999 | out of range of long",
                "\"live\":2                | \"live\":9999999999 | counts.contexts.live is out of range",
                "2026-11-22T08:00:00Z      | yesterday          | jvm.startedAt is not a time",
                "\"state\":\"live\"        | \"state\":\"alive\" | contexts[0].state is none of live, canceled",
                "\"severity\":\"error\"    | \"severity\":\"bad\" | findings[0].severity is none of",
                "\"id\":\"c1\",            | ''                 | contexts[0].id is missing",
                "\"id\":\"c2\"             | \"id\":\"c1\"      | two contexts have the id \"c1\"",
                "\"id\":\"c1\",\"parent\":null | \"id\":\"c1\",\"parent\":\"c2\" | is its own ancestor",
                "\"keys\":[]               | \"keys\":[null]    | contexts[0].keys[0] is not a string",
                "\"virtual\":true          | \"virtual\":null   | threads[0].virtual is not true or false",
                "\"blocked\":{             | \"blocked\":7,\"x\":{ | threads[0].blocked is not an object",
            })
    void a_wrong_value_is_named(String from, String to, String message) throws IOException {
        String json = Samples.json(Samples.full());
        assertThat(json).contains(from);

        assertThatThrownBy(() -> Samples.read(json.replaceFirst(Pattern.quote(from), to)))
                .isInstanceOf(InvalidSnapshotException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                              | schema is missing",
                "{\"schema\":\"ctx-snapshot/1\"} | jvm is missing",
                "[]                              | it is not an object",
                "null                            | it is not an object",
                "hello                           | Unrecognized token 'hello'",
                "''                              | it is empty",
            })
    void what_is_no_snapshot_at_all_is_refused(String json, String message) {
        assertThatThrownBy(() -> Samples.read(json))
                .isInstanceOf(InvalidSnapshotException.class)
                .hasMessageContaining(message);
    }

    @Test
    void text_after_the_snapshot_is_refused() throws IOException {
        String json = Samples.json(Samples.full());

        assertThatThrownBy(() -> Samples.read(json + json))
                .isInstanceOf(InvalidSnapshotException.class)
                .hasMessageContaining("something follows");
    }

    @Test
    void bytes_that_are_no_text_are_refused_without_printing_them() {
        for (byte[] bytes : List.of(
                new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0},
                new byte[] {0, 0, (byte) 0xfe, (byte) 0xff, 9, 9, 9, 9},
                "\u001b[31m\n\u0007".getBytes(StandardCharsets.UTF_8))) {
            assertThatThrownBy(() -> SnapshotReader.read(new ByteArrayInputStream(bytes)))
                    .isInstanceOf(InvalidSnapshotException.class)
                    .message()
                    .doesNotContainPattern("\\p{Cntrl}");
        }
    }

    @Test
    void nesting_without_end_is_refused() {
        assertThatThrownBy(() -> Samples.read("{\"x\":" + "[".repeat(1_000_000)))
                .isInstanceOf(InvalidSnapshotException.class)
                .message()
                .hasLineCount(1);
    }

    @Test
    void a_chain_of_100_000_contexts_is_read() throws IOException {
        List<ContextInfo> chain = IntStream.range(0, 100_000)
                .mapToObj(i -> Samples.context("c" + i, i == 0 ? null : "c" + (i - 1)))
                .toList();

        assertThat(Samples.read(Samples.json(with(chain, List.of()))).contexts())
                .isEqualTo(chain);
    }

    @Test
    void a_failing_stream_is_not_taken_for_a_bad_snapshot() {
        InputStream in = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the disk is gone");
            }
        };

        assertThatThrownBy(() -> SnapshotReader.read(in))
                .isExactlyInstanceOf(IOException.class)
                .hasMessage("the disk is gone");
    }

    @Test
    void elements_are_written_while_they_are_made() throws IOException {
        AtomicLong written = new AtomicLong();
        OutputStream out = new OutputStream() {
            @Override
            public void write(int b) {
                written.incrementAndGet();
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                written.addAndGet(length);
            }
        };
        AtomicLong mostUnwritten = new AtomicLong();
        Iterable<ContextInfo> contexts = () -> new Iterator<>() {
            private int made;

            @Override
            public boolean hasNext() {
                return made < 50_000;
            }

            @Override
            public ContextInfo next() {
                long least = 100L * made++; // a context is longer than that
                mostUnwritten.accumulateAndGet(least - written.get(), Math::max);
                return Samples.context("c" + made, null);
            }
        };

        SnapshotWriter.write(Samples.jvm(), Samples.agent(), Samples.counts(), contexts, List.of(), List.of(), out);

        assertThat(written.get()).isGreaterThan(5_000_000);
        assertThat(mostUnwritten.get()).isLessThan(20_000);
    }

    @Test
    void a_failure_half_way_leaves_no_valid_document() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Iterable<ThreadInfo> threads = () -> {
            throw new IllegalStateException("the walk failed");
        };

        assertThatThrownBy(() -> SnapshotWriter.write(
                        Samples.jvm(), Samples.agent(), Samples.counts(), List.of(), threads, List.of(), out))
                .hasMessage("the walk failed");
        assertThatThrownBy(() -> SnapshotReader.read(new ByteArrayInputStream(out.toByteArray())))
                .isInstanceOf(InvalidSnapshotException.class);
    }

    private static Snapshot with(List<ContextInfo> contexts, List<ThreadInfo> threads) {
        return new Snapshot(
                Snapshot.SCHEMA, Samples.jvm(), Samples.agent(), Samples.counts(), contexts, threads, List.of());
    }
}
