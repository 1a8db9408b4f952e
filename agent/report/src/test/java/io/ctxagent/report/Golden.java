package io.ctxagent.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.ctxagent.model.Snapshot;
import io.ctxagent.model.SnapshotReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Snapshots and the whole screens that they must give, from files beside the tests. */
public final class Golden {

    private Golden() {}

    public static Snapshot snapshot(String name) {
        try (InputStream in = open(name)) {
            return SnapshotReader.read(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static void assertScreen(String screen, String name) {
        try (InputStream in = open(name)) {
            assertThat(screen).isEqualTo(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(String name) {
        return Objects.requireNonNull(Golden.class.getResourceAsStream(name), name);
    }
}
